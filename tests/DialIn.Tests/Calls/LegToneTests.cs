using System.Net.Sockets;
using DialIn.Calls;
using DialIn.Media.Codecs;
using DialIn.Testing;

namespace DialIn.Tests.Calls;

/// <summary>A carrier that tells keys by SIP INFO alone, and sends their tones as audio.</summary>
public class LegToneTests
{
    [Theory]
    [InlineData("Signal=5\r\nDuration=300\r\n", 300)]
    [InlineData("Signal=5\r\n", 160)]
    [InlineData("Signal=5\r\nDuration=9000\r\n", 2000)]
    public async Task KeyByInfo_KeepsItsToneOutOfTheMeeting(string body, int milliseconds)
    {
        await using var seat = await LegSeat.StartAsync();
        var trunk = await seat.AnswerAsync("8");
        var conference = seat.Call(AudioCodec.Pcma);
        await seat.RespondAsync(await seat.RequestAsync("INVITE"), 200, "8");
        Assert.IsType<ConferenceAnswered>(await seat.NextAsync());
        seat.Join(trunk, conference);
        using var caller = new Caller(trunk);
        await caller.SpeakAsync(10);
        Assert.IsType<TrunkMediaStarted>(await seat.NextAsync());
        var before = conference.Leg.Statistics.Relayed;

        await seat.InfoAsync(body);
        Assert.IsType<DigitReceived>(await seat.NextAsync());
        await caller.SpeakAsync(10);
        seat.Advance(TimeSpan.FromMilliseconds(milliseconds + 49));
        await caller.SpeakAsync(10);
        Assert.Equal(before, conference.Leg.Statistics.Relayed);

        seat.Advance(TimeSpan.FromMilliseconds(1));
        await caller.SpeakAsync(10);
        Assert.Equal(before + 10, conference.Leg.Statistics.Relayed);
    }

    private sealed class Caller(TrunkSide trunk) : IDisposable
    {
        // A source is believed with its fourth packet.
        private const int BeforeBelieved = 3;

        private readonly UdpClient _socket = new(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0));
        private byte _number;

        /// <summary>Sends packets of audio, and waits until the leg has them.</summary>
        public async Task SpeakAsync(int packets)
        {
            var leg = trunk.Leg!;
            for (var i = 0; i < packets; i++)
            {
                var packet = new byte[172];
                (packet[0], packet[1], packet[3], packet[6], packet[11]) = (0x80, 8, ++_number, _number, 1);
                await _socket.SendAsync(packet, leg.LocalRtp, TestContext.Current.CancellationToken);
            }

            await Waiting.UntilAsync(() => leg.Statistics.Received >= _number - BeforeBelieved, TestContext.Current.CancellationToken);
            // The loop has done with the last one when it answers.
            await leg.MeasureAsync(TestContext.Current.CancellationToken);
        }

        public void Dispose() => _socket.Dispose();
    }
}
