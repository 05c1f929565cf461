using DialIn.Testing;
using DialIn.Trunks;

namespace DialIn.Tests.Trunks;

public class CallerIdentityTests
{
    private const string Number = "+4961511234567";
    private const string FromCaller = "+4915112345634";

    [Theory]
    [InlineData("", FromCaller)]
    [InlineData("P-Asserted-Identity: <sip:+4930111222@carrier.example>", "+4930111222")]
    [InlineData("P-Asserted-Identity: \"Firm\" <sip:+4930111222@carrier.example;user=phone>", "+4930111222")]
    [InlineData("P-Asserted-Identity: tel:+4930111222", "+4930111222")]
    [InlineData("P-Asserted-Identity: <tel:+49-30-111222>, <sip:alice@carrier.example>", "+4930111222")]
    [InlineData("P-Asserted-Identity: <sip:alice@carrier.example>, <tel:+4930111222>", "+4930111222")]
    [InlineData("P-Asserted-Identity: <sip:alice@carrier.example>\nP-Asserted-Identity: <tel:+4930111222>", "+4930111222")]
    [InlineData("P-Asserted-Identity: <sip:030111222@carrier.example;user=phone>", "+4930111222")]
    [InlineData("P-Asserted-Identity: <sip:004930111222@carrier.example>", "+4930111222")]
    [InlineData("P-Asserted-Identity:\n <tel:30111222;phone-context=+49>", "+4930111222")]
    [InlineData("P-Asserted-Identity: <sip:30111222;phone-context=+49@carrier.example;user=phone>", "+4930111222")]
    [InlineData("P-Asserted-Identity: <tel:030111222;phone-context=carrier.example>", "+4930111222")]
    [InlineData("P-Asserted-Identity: nonsense", FromCaller)]
    [InlineData("P-Asserted-Identity: <sip:unavailable@carrier.example>", FromCaller)]
    [InlineData("P-Preferred-Identity: <sip:+4930111222@carrier.example>", FromCaller)]
    [InlineData("Remote-Party-ID: <sip:+4930111222@carrier.example>", FromCaller)]
    [InlineData("P-Asserted-Identity: <sip:+4930111222@carrier.example>\nPrivacy: none", "+4930111222")]
    [InlineData("P-Asserted-Identity: <sip:+4930111222@carrier.example>\nPrivacy: history", "+4930111222")]
    [Rfc(3325, "9.1")]
    public void Caller_IsWhatTheCarrierAsserts_ElseFrom(string headers, string expected) =>
        Assert.Equal(expected, CallerIdentity.Of(Invites.Of(headers), CallerSource.Asserted, Number).Reveal());

    [Fact]
    [Rfc(3325, "9.1")]
    public void AssertedIdentity_OfATrunkThatIsNotBelieved_IsNotLookedAt() =>
        Assert.Equal(FromCaller, CallerIdentity.Of(Invites.Of("P-Asserted-Identity: <sip:+4930111222@carrier.example>"), CallerSource.From, Number).Reveal());

    [Theory]
    [InlineData("Privacy: id", "<sip:+4915112345634@carrier.example>;tag=1")]
    [InlineData("Privacy: user;critical", "<sip:+4915112345634@carrier.example>;tag=1")]
    [InlineData("Privacy: HEADER", "<sip:+4915112345634@carrier.example>;tag=1")]
    [InlineData("Privacy: none\nPrivacy: id", "<sip:+4915112345634@carrier.example>;tag=1")]
    [InlineData("", "\"Anonymous\" <sip:anonymous@anonymous.invalid>;tag=1")]
    [InlineData("", "<sip:+4915112345634@anonymous.invalid>;tag=1")]
    [InlineData("", "<sip:c8oqz84zk7z@privacy.anonymous.invalid>;tag=1")]
    [InlineData("", "<sip:anonymous@carrier.example>;tag=1")]
    [InlineData("", "Anonymous <sip:+4915112345634@carrier.example>;tag=1")]
    [Rfc(3323, "4.2")]
    [Rfc(3323, "4.1.1.3")]
    public void CallerWhoWantsPrivacy_IsWithheld_WhateverTheCarrierAsserts(string headers, string from)
    {
        var asserted = "P-Asserted-Identity: <sip:+4930111222@carrier.example>" + (headers.Length == 0 ? "" : "\n" + headers);

        Assert.True(CallerIdentity.Of(Invites.Of(asserted, from: from), CallerSource.Asserted, Number).IsWithheld);
        Assert.True(CallerIdentity.Of(Invites.Of(asserted, from: from), CallerSource.From, Number).IsWithheld);
    }

    [Theory]
    [InlineData("tel:+4915112345634")]
    [InlineData("<tel:0151-12345634>;tag=1")]
    [InlineData("<sip:015112345634@carrier.example;user=phone>;tag=1")]
    [InlineData("\"A, B\" <sip:%2B4915112345634@carrier.example>;tag=1")]
    [Rfc(3966, "3")]
    public void From_MayBeATelephoneUri(string from) =>
        Assert.Equal(FromCaller, CallerIdentity.Of(Invites.Of("", from: from), CallerSource.Asserted, Number).Reveal());
}
