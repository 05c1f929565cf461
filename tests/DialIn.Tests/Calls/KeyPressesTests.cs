using DialIn.Calls;
using DialIn.Ivr;
using Microsoft.Extensions.Time.Testing;

namespace DialIn.Tests.Calls;

public class KeyPressesTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly KeyPresses _keys;

    public KeyPressesTests() => _keys = new KeyPresses(_time);

    [Fact]
    public void Keys_ByOneWayAlone_AllCount()
    {
        Assert.All("1122#", key => Assert.True(_keys.Take(Key(key), KeySource.Info)));
        Assert.All("1122#", key => Assert.True(new KeyPresses(_time).Take(Key(key), KeySource.Event)));
        var events = new KeyPresses(_time);
        Assert.All("1122#", key => Assert.True(events.Take(Key(key), KeySource.Event)));
    }

    [Fact]
    public void EachPress_ToldByEventAndThenByInfo_CountsOnce()
    {
        Assert.Equal("4711", Typed(key => (_keys.Take(key, KeySource.Event), _keys.Take(key, KeySource.Info))));
    }

    [Fact]
    public void EachPress_ToldByInfoAndThenByEvent_CountsOnce()
    {
        Assert.Equal("4711", Typed(key => (_keys.Take(key, KeySource.Info), _keys.Take(key, KeySource.Event))));
    }

    [Fact]
    public void FirstEvent_OfAnotherKeyOrLongAfterTheInfo_IsAPressOfItsOwn()
    {
        Assert.True(_keys.Take(Key('4'), KeySource.Info));
        Assert.True(_keys.Take(Key('7'), KeySource.Event));

        var later = new KeyPresses(_time);
        Assert.True(later.Take(Key('4'), KeySource.Info));
        _time.Advance(TimeSpan.FromSeconds(2.5));
        Assert.True(later.Take(Key('4'), KeySource.Event));
    }

    [Fact]
    public void KeyHeldForSeconds_WhoseInfoComesAtItsEnd_CountsOnce()
    {
        Assert.True(_keys.Take(Key('4'), KeySource.Tones));
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.False(_keys.Take(Key('4'), KeySource.Info, TimeSpan.FromSeconds(4.9)));

        // And the next press of it is one of its own.
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.True(_keys.Take(Key('4'), KeySource.Info, TimeSpan.FromMilliseconds(160)));
    }

    [Fact]
    public void EachPress_ToldByTonesAsWell_CountsOnce()
    {
        Assert.Equal("4711", Typed(key => (_keys.Take(key, KeySource.Event), _keys.Take(key, KeySource.Tones))));
        var tonesFirst = new KeyPresses(_time);
        Assert.Equal("4711", Typed(key => (tonesFirst.Take(key, KeySource.Tones), tonesFirst.Take(key, KeySource.Info))));
        var always = new KeyPresses(_time, tonesAlways: true);
        Assert.Equal("4711", Typed(key => (always.Take(key, KeySource.Event), always.Take(key, KeySource.Tones))));
    }

    [Fact]
    public void Tones_OfAPressThatNoEventTold_CountOnlyWhereTheyAlwaysDo()
    {
        var always = new KeyPresses(_time, tonesAlways: true);
        foreach (var (keys, counts) in new[] { (_keys, false), (always, true) })
        {
            Assert.True(keys.Take(Key('1'), KeySource.Event));
            Assert.False(keys.Take(Key('1'), KeySource.Tones));
            Assert.Equal(counts, keys.Take(Key('2'), KeySource.Tones));
            Assert.True(keys.Take(Key('3'), KeySource.Event));
        }
    }

    [Fact]
    public void TwoPressesOfOneKey_EachToldLateByAnotherWay_AreTwo()
    {
        Assert.True(_keys.Take(Key('5'), KeySource.Tones));
        _time.Advance(TimeSpan.FromMilliseconds(250));
        Assert.True(_keys.Take(Key('5'), KeySource.Tones));
        _time.Advance(TimeSpan.FromMilliseconds(250));
        Assert.False(_keys.Take(Key('5'), KeySource.Info));
        Assert.False(_keys.Take(Key('5'), KeySource.Info));
        Assert.True(_keys.Take(Key('5'), KeySource.Info));
    }

    private static TelephoneKey Key(char character) => TelephoneKey.TryFrom(character, out var key) ? key : throw new ArgumentException("no key", nameof(character));

    private string Typed(Func<TelephoneKey, (bool, bool)> press)
    {
        var typed = "";
        foreach (var key in "4711")
        {
            var (first, second) = press(Key(key));
            typed += (first ? $"{key}" : "") + (second ? $"{key}" : "");
            _time.Advance(TimeSpan.FromMilliseconds(400));
        }

        return typed;
    }
}
