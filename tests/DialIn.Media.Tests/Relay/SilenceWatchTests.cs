using DialIn.Media.Relay;

namespace DialIn.Media.Tests.Relay;

public class SilenceWatchTests
{
    private SilenceWatch _watch = new(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(100));

    [Fact]
    public void Silence_IsReportedOnce()
    {
        Assert.False(_watch.Expired(TimeSpan.FromSeconds(104.9)));
        Assert.True(_watch.Expired(TimeSpan.FromSeconds(105)));
        Assert.False(_watch.Expired(TimeSpan.FromSeconds(106)));
        Assert.True(_watch.IsSilent);
    }

    [Fact]
    public void APacket_StartsTheTimeAnew()
    {
        Assert.False(_watch.Heard(TimeSpan.FromSeconds(104)));
        Assert.False(_watch.Expired(TimeSpan.FromSeconds(108)));
        Assert.True(_watch.Expired(TimeSpan.FromSeconds(109)));
    }

    [Fact]
    public void APacketAfterASilence_ResumesOnce_AndTheNextSilenceIsReported()
    {
        _watch.Expired(TimeSpan.FromSeconds(105));

        Assert.True(_watch.Heard(TimeSpan.FromSeconds(110)));
        Assert.False(_watch.Heard(TimeSpan.FromSeconds(110.02)));
        Assert.True(_watch.Expired(TimeSpan.FromSeconds(115.02)));
    }

    [Fact]
    public void Excused_DoesNotCount()
    {
        _watch.Excuse(TimeSpan.FromSeconds(200));

        Assert.False(_watch.Expired(TimeSpan.FromSeconds(204)));
        Assert.True(_watch.Expired(TimeSpan.FromSeconds(205)));
    }
}
