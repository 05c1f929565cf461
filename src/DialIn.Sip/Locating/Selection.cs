namespace DialIn.Sip.Locating;

/// <summary>The next step of a search: more has to be asked, or this is the result.</summary>
internal abstract record Selection<T>
{
    private Selection()
    {
    }

    /// <summary>These have to be answered first.</summary>
    internal sealed record Ask(IReadOnlyCollection<DnsQuestion> Questions) : Selection<T>;

    /// <summary>The result.</summary>
    internal sealed record Found(T Result) : Selection<T>;
}
