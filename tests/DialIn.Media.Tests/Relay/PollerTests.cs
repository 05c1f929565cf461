using DialIn.Media.Relay;

namespace DialIn.Media.Tests.Relay;

public class EpollPollerTests() : PollerContract(new EpollPoller());

public class SelectPollerTests() : PollerContract(new SelectPoller());
