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
        Assert.All("1122#", key => Assert.True(_keys.TakeInfo(Key(key))));
        Assert.All("1122#", key => Assert.True(new KeyPresses(_time).TakeEvent(Key(key))));
        var events = new KeyPresses(_time);
        Assert.All("1122#", key => Assert.True(events.TakeEvent(Key(key))));
    }

    [Fact]
    public void EachPress_ToldByEventAndThenByInfo_CountsOnce()
    {
        Assert.Equal("4711", Typed(key => (_keys.TakeEvent(key), _keys.TakeInfo(key))));
    }

    [Fact]
    public void EachPress_ToldByInfoAndThenByEvent_CountsOnce()
    {
        Assert.Equal("4711", Typed(key => (_keys.TakeInfo(key), _keys.TakeEvent(key))));
    }

    [Fact]
    public void FirstEvent_OfAnotherKeyOrLongAfterTheInfo_IsAPressOfItsOwn()
    {
        Assert.True(_keys.TakeInfo(Key('4')));
        Assert.True(_keys.TakeEvent(Key('7')));

        var later = new KeyPresses(_time);
        Assert.True(later.TakeInfo(Key('4')));
        _time.Advance(TimeSpan.FromSeconds(1.5));
        Assert.True(later.TakeEvent(Key('4')));
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
