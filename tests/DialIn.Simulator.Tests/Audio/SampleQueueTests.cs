using DialIn.Simulator.Audio;

namespace DialIn.Simulator.Tests.Audio;

public class SampleQueueTests
{
    [Fact]
    public void Samples_ComeOutInTheOrderTheyWentIn_HoweverTheyAreCut()
    {
        var random = new SeededRandom(7);
        var queue = new SampleQueue();
        short written = 0, read = 0;
        for (var round = 0; round < 2000; round++)
        {
            foreach (ref var sample in queue.Append(random.Below(300)))
            {
                sample = written++;
            }

            var frame = new short[Math.Min(queue.Count, random.Below(320))];
            queue.Read(frame);
            foreach (var sample in frame)
            {
                Assert.Equal(read++, sample);
            }
        }
    }

    [Fact]
    public void Read_MoreThanThereIs_EndsInSilence()
    {
        var queue = new SampleQueue();
        queue.Append(2).Fill(9);
        short[] frame = [1, 1, 1];
        queue.Read(frame);
        Assert.Equal([9, 9, 0], frame);
        Assert.Equal(0, queue.Count);
    }

    [Fact]
    public void TrimEnd_TakesBackTheLastSamples()
    {
        var queue = new SampleQueue();
        queue.Append(3).Fill(4);
        queue.TrimEnd(2);
        Assert.Equal(1, queue.Count);
    }
}
