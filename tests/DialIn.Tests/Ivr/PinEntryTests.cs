using DialIn.Ivr;

namespace DialIn.Tests.Ivr;

public class PinEntryTests
{
    [Fact]
    public void Begin_SeveralLanguages_GreetsAsksAndOffersTheNextOneInItsOwnWords() =>
        Assert.Equal(["say de:Welcome de:EnterPin en:ForThisLanguage"], new PinEntryScript().First);

    [Fact]
    public void Begin_OneLanguage_OffersNoOther() =>
        Assert.Equal(["say en:Welcome en:EnterPin"], new PinEntryScript(5, "en").First);

    [Fact]
    public void Digits_FullLength_AreCompleteWithoutHash()
    {
        var entry = new PinEntryScript();

        Assert.Equal(["timer 10"], entry.EndPrompt());
        Assert.Equal(["timer 10", "timer 10", "timer 10", "timer 10"], entry.Type("1234"));
        Assert.Equal(["stop timer", "look up 12345"], entry.Press('5'));
        Assert.Equal(PinEntryStatus.Checking, entry.State.Status);
    }

    [Fact]
    public void FirstDigit_WhilePromptPlays_CutsItAndCounts()
    {
        var entry = new PinEntryScript();

        Assert.Equal(["hush", "timer 10"], entry.Press('1'));
        Assert.Equal(["timer 10", "timer 10", "timer 10", "stop timer", "look up 12345"], entry.Type("2345"));
    }

    [Fact]
    public void PromptEnd_AfterTheDigitThatCutIt_ChangesNothing()
    {
        var entry = new PinEntryScript();
        entry.Press('1');

        Assert.Empty(entry.EndPrompt());
        Assert.Equal(["timer 10", "timer 10", "timer 10", "stop timer", "look up 12345"], entry.Type("2345"));
    }

    [Fact]
    public void Hash_AfterSomeDigits_EndsAShorterPin()
    {
        var entry = new PinEntryScript(pinLength: 9);
        entry.Type("12345");

        Assert.Equal(["stop timer", "look up 12345"], entry.Press('#'));
    }

    [Fact]
    public void Hash_AfterTooFewDigits_LooksUpNothingButIsATry()
    {
        var entry = new PinEntryScript();
        entry.Type("12");

        Assert.Equal(["stop timer", "look up nothing"], entry.Press('#'));
        Assert.Equal(["say de:PinUnknown de:EnterPinAgain"], entry.Refuse());
        Assert.Equal(1, entry.State.WrongPins);
    }

    [Fact]
    public void Hash_BeforeTheFirstDigit_SpeaksTheNextLanguageAndGoesRound()
    {
        var entry = new PinEntryScript(5, "de", "en", "tr");

        Assert.Equal(["say en:EnterPin tr:ForThisLanguage"], entry.Press('#'));
        Assert.Equal(["say tr:EnterPin de:ForThisLanguage"], entry.Press('#'));
        entry.EndPrompt();
        Assert.Equal(["stop timer", "say de:EnterPin en:ForThisLanguage"], entry.Press('#'));
    }

    [Fact]
    public void Hash_OneLanguageOnly_RepeatsThePrompt() =>
        Assert.Equal(["say de:EnterPin"], new PinEntryScript(5, "de").Press('#'));

    [Fact]
    public void Language_OnceChosen_StaysForEverySentence()
    {
        var entry = new PinEntryScript();
        entry.Press('#');
        entry.Type("12345");

        Assert.Equal(["say en:PinUnknown en:EnterPinAgain"], entry.Refuse());
    }

    [Fact]
    public void Star_WithDigits_StartsOver()
    {
        var entry = new PinEntryScript();
        entry.Type("1234");

        Assert.Equal(["stop timer", "say de:EnterPinAgain"], entry.Press('*'));
        Assert.Equal(["hush", "timer 10", "timer 10", "timer 10", "timer 10", "stop timer", "look up 98765"], entry.Type("98765"));
    }

    [Theory]
    [InlineData('A')]
    [InlineData('D')]
    public void KeyWithoutMeaning_WhilePromptPlays_BringsTheQuestionBack(char key)
    {
        var entry = new PinEntryScript();

        Assert.Equal(["say de:EnterPin en:ForThisLanguage"], entry.Press(key));
        entry.EndPrompt();
        Assert.Empty(entry.Press(key));
    }

    [Fact]
    public void Silence_ThreeRounds_EndsWithGoodbye()
    {
        var entry = new PinEntryScript();

        entry.EndPrompt();
        Assert.Equal(["say de:EnterPin en:ForThisLanguage"], entry.TimeOut()[^1..]);
        entry.EndPrompt();
        Assert.Equal(["say de:EnterPin en:ForThisLanguage"], entry.TimeOut()[^1..]);
        entry.EndPrompt();
        Assert.Equal(["give up NothingEntered"], entry.TimeOut()[^1..]);
        Assert.Equal(PinEntryStatus.Over, entry.State.Status);
    }

    [Fact]
    public void Timeout_InTheMiddleOfAPin_AsksFromTheBeginningAndIsNoSilentRound()
    {
        var entry = new PinEntryScript();
        entry.EndPrompt();
        entry.TimeOut();
        entry.EndPrompt();
        entry.TimeOut();
        entry.Type("123");

        Assert.Contains("say de:EnterPinAgain", entry.TimeOut());
        Assert.Equal(0, entry.State.SilentRounds);
        Assert.Equal("look up 54321", entry.Type("54321")[^1]);
    }

    [Fact]
    public void Timeout_AfterAsManyDigitsAsSomePinHas_LooksThatUp()
    {
        var entry = new PinEntryScript(new PinEntrySettings { PinLength = 9, PinLengths = [7, 9], Languages = ["de"] });

        Assert.Equal("timer 10", entry.Type("482071")[^1]);
        Assert.Equal("timer 5", entry.Type("3")[^1]);
        Assert.Equal("look up 4820713", entry.TimeOut()[^1]);
        entry.Refuse();

        Assert.Equal("look up 482071359", entry.Type("482071359")[^1]);
        entry.Refuse();

        entry.Type("48207135");
        Assert.Contains("say de:EnterPinAgain", entry.TimeOut());
    }

    [Fact]
    public void WrongPin_ThatIsTheLastAllowed_EndsWithGoodbye_WhateverWasTypedAhead()
    {
        var entry = new PinEntryScript();
        entry.Type("1111112345");

        Assert.Equal(["give up TriesUsedUp"], entry.Refuse(isLast: true));
        Assert.Empty(entry.Type("12345"));
    }

    [Fact]
    public void Timeout_WhileAPromptPlays_IsLateAndIgnored() => Assert.Empty(new PinEntryScript().TimeOut());

    [Fact]
    public void WrongPins_Three_EndWithGoodbye()
    {
        var entry = new PinEntryScript();

        entry.Type("11111");
        Assert.Equal(["say de:PinUnknown de:EnterPinAgain"], entry.Refuse());
        entry.Type("22222");
        Assert.Equal(["say de:PinUnknown de:EnterPinAgain"], entry.Refuse());
        entry.Type("33333");
        Assert.Equal(["give up TriesUsedUp"], entry.Refuse());
        Assert.Empty(entry.Type("12345"));
    }

    [Fact]
    public void DigitsWhileChecking_AreTheBeginningOfTheNextTry()
    {
        var entry = new PinEntryScript();
        entry.Type("11111");

        Assert.Empty(entry.Type("234"));
        Assert.Equal(["timer 10", "timer 10", "timer 10"], entry.Refuse());
        Assert.Equal(["timer 10", "stop timer", "look up 23456"], entry.Type("56"));
    }

    [Fact]
    public void DigitsWhileChecking_AWholePin_IsLookedUpAtOnce()
    {
        var entry = new PinEntryScript();
        entry.Type("11111");
        entry.Type("2345678");

        Assert.Equal("look up 23456", entry.Refuse()[^1]);
        Assert.Equal(["timer 10", "timer 10"], entry.Refuse());
        Assert.Equal("look up 78901", entry.Type("901")[^1]);
    }

    [Fact]
    public void StarWhileChecking_ForgetsTheDigitsBeforeIt()
    {
        var entry = new PinEntryScript();
        entry.Type("11111");
        entry.Type("99*234");
        entry.Refuse();

        Assert.Equal("look up 23456", entry.Type("56")[^1]);
    }

    [Fact]
    public void KeysWhileChecking_WithoutEnd_AreBounded()
    {
        var entry = new PinEntryScript();
        entry.Type("11111");
        entry.Type(new string('2', 1000));

        Assert.InRange(entry.State.TypedAhead.Count, 5, 30);
    }

    [Theory]
    [InlineData("12345#")]
    [InlineData("1234#")]
    public void TrailingHash_WhileChecking_DoesNotChangeTheLanguage(string keys)
    {
        var entry = new PinEntryScript();
        entry.Type(keys);

        Assert.Equal(["say de:PinUnknown de:EnterPinAgain"], entry.Refuse());
    }

    [Fact]
    public void TrailingHash_JustAfterTheRefusal_LetsTheSentenceBeHeardAgain()
    {
        var entry = new PinEntryScript();
        entry.Type("12345");
        entry.Refuse();

        Assert.Equal(["say de:PinUnknown de:EnterPinAgain"], entry.Press('#'));
        Assert.Equal(["say en:EnterPin de:ForThisLanguage"], entry.Press('#'));
    }

    [Fact]
    public void TrailingHash_AfterTheNextDigits_EndsThoseDigits()
    {
        var entry = new PinEntryScript(pinLength: 9);
        entry.Type("123456789");
        entry.Refuse();
        entry.Type("54321");

        Assert.Equal(["stop timer", "look up 54321"], entry.Press('#'));
    }

    [Fact]
    public void Refusal_WithoutALookUp_IsIgnored()
    {
        var entry = new PinEntryScript();
        entry.Type("123");

        Assert.Empty(entry.Refuse());
        Assert.Equal(0, entry.State.WrongPins);
    }

    [Fact]
    public void State_WithDigits_NeverPrintsThem()
    {
        var entry = new PinEntryScript();
        entry.Type("98765");
        entry.Type("4321");

        Assert.DoesNotContain("4321", $"{entry.State}", StringComparison.Ordinal);
        Assert.Contains("****", $"{entry.State}", StringComparison.Ordinal);
    }
}
