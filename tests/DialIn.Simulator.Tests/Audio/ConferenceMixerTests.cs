using DialIn.Simulator.Audio;

namespace DialIn.Simulator.Tests.Audio;

public class ConferenceMixerTests
{
    [Fact]
    public void Listener_HearsTheOthers_ButNotThemselves()
    {
        var mixer = new ConferenceMixer(3);
        short[] anna = [100, -100, 7], bert = [1000, 2000, 3000], carla = [-50, 0, 50];
        mixer.Begin();
        mixer.Add(anna);
        mixer.Add(bert);
        mixer.Add(carla);

        Assert.Equal([950, 2000, 3050], Without(mixer, anna));
        Assert.Equal([50, -100, 57], Without(mixer, bert));
        Assert.Equal([1100, 1900, 3007], Without(mixer, carla));
    }

    [Fact]
    public void Everybody_Loud_IsClampedAndNeverWraps()
    {
        var mixer = new ConferenceMixer(2);
        short[] loud = [short.MaxValue, short.MinValue];
        mixer.Begin();
        for (var i = 0; i < 10; i++)
        {
            mixer.Add(loud);
        }

        var all = new short[2];
        mixer.WriteAll(all);
        Assert.Equal([short.MaxValue, short.MinValue], all);
        Assert.Equal([short.MaxValue, short.MinValue], Without(mixer, loud));
    }

    [Fact]
    public void Clamping_OfTheSum_DoesNotDistortTheListenerWhoIsLeftOut()
    {
        var mixer = new ConferenceMixer(1);
        short[] loud = [30000], louder = [32000], quiet = [100];
        mixer.Begin();
        mixer.Add(loud);
        mixer.Add(louder);
        mixer.Add(quiet);

        Assert.Equal([30100], Without(mixer, louder));
    }

    [Fact]
    public void OneParticipant_HearsSilence()
    {
        var mixer = new ConferenceMixer(2);
        short[] alone = [1234, -1234];
        mixer.Begin();
        mixer.Add(alone);

        Assert.Equal([0, 0], Without(mixer, alone));
    }

    [Fact]
    public void NextFrame_ForgetsTheLast()
    {
        var mixer = new ConferenceMixer(1);
        mixer.Begin();
        mixer.Add([500]);
        mixer.Begin();
        mixer.Add([1]);

        var all = new short[1];
        mixer.WriteAll(all);
        Assert.Equal([1], all);
    }

    private static short[] Without(ConferenceMixer mixer, short[] own)
    {
        var output = new short[own.Length];
        mixer.WriteWithout(own, output);
        return output;
    }
}
