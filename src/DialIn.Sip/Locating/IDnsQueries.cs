namespace DialIn.Sip.Locating;

/// <summary>Asks name servers.</summary>
public interface IDnsQueries
{
    /// <summary>Asks one question. Never throws but for <paramref name="cancellationToken"/>: what goes wrong is an answer.</summary>
    ValueTask<DnsAnswer> QueryAsync(DnsQuestion question, CancellationToken cancellationToken);
}
