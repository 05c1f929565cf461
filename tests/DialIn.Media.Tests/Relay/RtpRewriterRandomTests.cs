using DialIn.Media.Tests.Audio;
using DialIn.Testing;

namespace DialIn.Media.Tests.Relay;

/// <summary>A stream under anything that can happen to it.</summary>
[Rfc(3550, "7.1")]
public class RtpRewriterRandomTests
{
    private readonly RewriterRun _run = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void RandomStream_AnyLossReorderingAndSwitching_NeverUsesANumberTwice(ulong seed)
    {
        var random = new SeededRandom(seed);
        var source = new SourceStream(sequence: 65_000, timestamp: uint.MaxValue - 10_000);
        var used = new HashSet<long>();
        var highest = 99L;
        uint? newest = null;
        for (var round = 0; round < 3000; round++)
        {
            var before = _run.Sent.Count;
            switch (random.Next(12))
            {
                case 0:
                    _run.Frames(1 + random.Next(5));
                    break;
                case 1:
                    _run.Stream.Pause();
                    break;
                case 2:
                    foreach (var packet in source.Press('1'))
                    {
                        _run.Skip(packet);
                    }

                    break;
                default:
                    var burst = Enumerable.Range(0, 8).Select(i => (Packet: source.Audio(), Order: i + (random.Next(40) / 10.0), Copies: random.Next(10) switch { 0 => 0, 1 => 2, _ => 1 }));
                    foreach (var (packet, _, copies) in burst.OrderBy(entry => entry.Order).ToList())
                    {
                        for (var copy = 0; copy < copies; copy++)
                        {
                            _run.TryRelay(packet);
                        }

                        _run.Now += RewriterRun.Frame;
                    }

                    break;
            }

            foreach (var header in _run.Sent.Skip(before))
            {
                var number = highest + unchecked((short)(header.SequenceNumber - (ushort)highest));
                Assert.True(used.Add(number), $"seed {seed}, round {round}: number {number} twice");
                if (number > highest)
                {
                    Assert.True(newest is null || unchecked((int)(header.Timestamp - newest.Value)) > 0, $"seed {seed}, round {round}: timestamp goes back");
                    Assert.InRange(number - highest, 1, 30);
                    (highest, newest) = (number, header.Timestamp);
                }
            }
        }

        Assert.InRange(_run.Sent.Count, 10_000, 30_000);
    }
}
