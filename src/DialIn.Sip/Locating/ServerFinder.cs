using System.Net;
using DialIn.Sip.Messages;
using DialIn.Sip.Transports;

namespace DialIn.Sip.Locating;

/// <summary>Finds servers by their names: asks what the selection wants to know until it has a result. Safe for several threads.</summary>
/// <param name="dns">Who is asked.</param>
public sealed class ServerFinder(IDnsQueries dns)
{
    // Records that point to ever further records end here; a search in earnest needs a tenth of it.
    private const int MaxQuestions = 200;

    /// <summary>Where a URI points, RFC 3263: the targets in the order in which they are to be tried; empty if it leads nowhere.</summary>
    /// <param name="uri">The URI.</param>
    /// <param name="spoken">What we can send by.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public async ValueTask<IReadOnlyList<SipEndPoint>> LocateAsync(SipUri uri, SpokenProtocols spoken, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(uri);

        // One seed for each domain: as long as its records stay the same, so does the order, and refreshed registrations and
        // the requests of a call meet the same server. Each start of the program draws anew.
        var seed = uri.Host.GetHashCode(StringComparison.OrdinalIgnoreCase);
        var (targets, _) = await SearchAsync(
            known => ServerSelection.Select(uri, spoken, known, new Random(seed).Next), [], cancellationToken).ConfigureAwait(false);
        return targets;
    }

    /// <summary>All addresses of the servers of a host or domain: from them its calls may come.</summary>
    public async ValueTask<FoundAddresses> FindAddressesAsync(string host, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(host);
        var (addresses, answers) = await SearchAsync<IReadOnlyList<IPAddress>>(
            known => AddressSelection.Select(host, known), [], cancellationToken).ConfigureAwait(false);
        var holds = answers.Count == 0 ? TimeSpan.MaxValue : answers.Min(answer => answer.TimeToLive);
        return new FoundAddresses(addresses, holds, answers.All(answer => !answer.IsFailure));
    }

    private async ValueTask<(T Result, IReadOnlyCollection<DnsAnswer> Answers)> SearchAsync<T>(
        Func<IReadOnlyDictionary<DnsQuestion, DnsAnswer>, Selection<T>> select, T nothing, CancellationToken cancellationToken)
    {
        var known = new Dictionary<DnsQuestion, DnsAnswer>();
        while (true)
        {
            switch (select(known))
            {
                case Selection<T>.Found(var result):
                    return (result, known.Values);
                case Selection<T>.Ask(var questions) when known.Count + questions.Count <= MaxQuestions:
                    var answers = await Task.WhenAll(questions.Select(question => AskAsync(question, cancellationToken))).ConfigureAwait(false);
                    foreach (var (question, answer) in answers)
                    {
                        known.Add(question, answer);
                    }

                    break;
                default:
                    return (nothing, [DnsAnswer.Failed]);
            }
        }
    }

    private async Task<(DnsQuestion Question, DnsAnswer Answer)> AskAsync(DnsQuestion question, CancellationToken cancellationToken) =>
        (question, await dns.QueryAsync(question, cancellationToken).ConfigureAwait(false));
}
