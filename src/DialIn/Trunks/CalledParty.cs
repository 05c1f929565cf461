using DialIn.Sip.Messages;

namespace DialIn.Trunks;

/// <summary>Which of our numbers an INVITE is for. Pure.</summary>
internal static class CalledParty
{
    // A call that was forwarded more often than this was forwarded in a circle.
    private const int MaxEntries = 10;

    /// <summary>Where the number is looked for, unless the trunk says otherwise.</summary>
    public static IReadOnlyList<CalledNumberSource> UsualOrder { get; } =
        [CalledNumberSource.RequestUri, CalledNumberSource.To, CalledNumberSource.PCalledPartyId, CalledNumberSource.HistoryInfo, CalledNumberSource.Diversion];

    /// <summary>The first of our numbers that is found; null if none is.</summary>
    /// <param name="numbers">Our numbers.</param>
    /// <param name="invite">The INVITE.</param>
    /// <param name="order">Where to look, in this order.</param>
    public static PhoneNumberOptions? Find(IReadOnlyList<PhoneNumberOptions> numbers, SipRequest invite, IReadOnlyList<CalledNumberSource> order)
    {
        foreach (var source in order.Count == 0 ? UsualOrder : order)
        {
            foreach (var uri in UrisOf(invite, source))
            {
                if (CalledNumber.Find(numbers, TelephoneUri.NumberOf(uri)) is { } number)
                {
                    return number;
                }
            }
        }

        return null;
    }

    private static IEnumerable<SipUri> UrisOf(SipRequest invite, CalledNumberSource source) => source switch
    {
        CalledNumberSource.RequestUri => [invite.RequestUri],
        CalledNumberSource.To => [invite.To.Uri],
        CalledNumberSource.PCalledPartyId => UrisOf(invite.Headers.GetAll(HeaderNames.PCalledPartyId)),
        // RFC 7044 §5: the entries stand in the order of the retargeting.
        CalledNumberSource.HistoryInfo => UrisOf(invite.Headers.GetAll(HeaderNames.HistoryInfo).Reverse()),
        // RFC 5806: a further diversion is put in front.
        CalledNumberSource.Diversion => UrisOf(invite.Headers.GetAll(HeaderNames.Diversion)),
        _ => [],
    };

    private static IEnumerable<SipUri> UrisOf(IEnumerable<string> values) => values
        .Take(MaxEntries)
        .Select(static value => NameAddress.TryParse(value, out var address) ? address.Uri : null)
        .OfType<SipUri>();
}
