using DialIn.Calls;
using DialIn.Sip.Messages;

namespace DialIn.Trunks;

/// <summary>Who calls, by the header fields of an INVITE, as far as the caller lets it be known. Pure.</summary>
internal static class CallerIdentity
{
    private const string AnonymousDomain = "anonymous.invalid";
    private const string Anonymous = "anonymous";

    // RFC 3323 §4.2 and RFC 3325 §9.3: each of them asks that others do not learn who calls.
    private static readonly string[] Private = ["id", "user", "header"];

    /// <summary>The caller; withheld if the caller asks for privacy or nobody says a number.</summary>
    /// <param name="invite">The INVITE.</param>
    /// <param name="source">Whom the trunk is believed.</param>
    /// <param name="calledNumber">The number that was dialled, E.164: a national number is one of its country.</param>
    public static CallerNumber Of(SipRequest invite, CallerSource source, string calledNumber)
    {
        if (WantsPrivacy(invite.Headers) || IsAnonymous(invite.From))
        {
            return CallerNumber.Withheld;
        }

        if (source == CallerSource.Asserted)
        {
            // RFC 3325 §9.1: one or two values, a sip and a tel URI; only a trunk in our domain of trust is believed.
            foreach (var text in invite.Headers.GetAll(HeaderNames.PAssertedIdentity))
            {
                if (NameAddress.TryParse(text, out var asserted) && NumberOf(asserted.Uri, calledNumber) is { IsWithheld: false } number)
                {
                    return number;
                }
            }
        }

        return NumberOf(invite.From.Uri, calledNumber);
    }

    private static CallerNumber NumberOf(SipUri uri, string calledNumber) =>
        CallerNumber.Parse(TelephoneUri.NumberOf(uri), calledNumber.AsSpan(1, CountryCodes.LengthIn(calledNumber.AsSpan(1))));

    private static bool WantsPrivacy(SipHeaders headers) => headers
        .Where(static header => header.Name == HeaderNames.Privacy)
        .SelectMany(static header => header.Value.Split([';', ',', ' '], StringSplitOptions.RemoveEmptyEntries))
        .Any(static value => Private.Contains(value, StringComparer.OrdinalIgnoreCase));

    // RFC 3323 §4.1.1.3: what a caller without a name puts into From. The display name alone counts as well: some networks leave it at that.
    private static bool IsAnonymous(NameAddress from) =>
        from.Uri.Host.EndsWith(AnonymousDomain, StringComparison.OrdinalIgnoreCase)
        || Anonymous.Equals(from.Uri.User, StringComparison.OrdinalIgnoreCase)
        || Anonymous.Equals(from.DisplayName, StringComparison.OrdinalIgnoreCase);
}
