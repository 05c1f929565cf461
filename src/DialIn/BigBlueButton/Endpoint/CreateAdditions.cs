namespace DialIn.BigBlueButton.Endpoint;

/// <summary>What DialIn adds to a <c>create</c>. A function of its input.</summary>
/// <param name="Message">Moderators' message in HTML, with the PIN; <see langword="null"/> for none.</param>
/// <param name="Number">Our telephone number for the metadata; <see langword="null"/> for none.</param>
/// <param name="HidesDialNumber">Whether clients are to show no number of their own.</param>
internal sealed record CreateAdditions(string? Message, string? Number, bool HidesDialNumber)
{
    /// <summary>BBB's own example, which its clients take for «no number» in every release since 2.3.</summary>
    public const string HiddenNumber = "613-555-1234";

    /// <summary>The name of the metadata.</summary>
    public const string NumberKey = "meta_dialin-number";

    private const string MuteOnStartKey = "meta_" + MeetingMetadata.MuteOnStart;
    private const string MessageKey = "moderatorOnlyMessage";
    private const string DialNumberKey = "dialNumber";
    private const string Break = "<br><br>";

    /// <summary>The language that a <c>create</c> asks for, such as <c>de</c> or <c>de-AT</c>; <see langword="null"/> if it says nothing.</summary>
    public static string? LanguageOf(CreateParameters create) => MeetingMetadata.LanguageOf(name => create["meta_" + name]);

    /// <summary>Adds them. What the front end sent stays, but for a number that clients would show to everybody.</summary>
    public CreateParameters Apply(CreateParameters create)
    {
        if (HidesDialNumber && create[DialNumberKey] != HiddenNumber)
        {
            create = create.With(DialNumberKey, HiddenNumber);
        }

        if (Number is not null && create[NumberKey] is null)
        {
            create = create.With(NumberKey, Number);
        }

        // Servers keep muteOnStart to themselves, and tell metadata to every DialIn, also to one that starts later.
        if (MeetingMetadata.ReadMuteOnStart(create["muteOnStart"]) == true && create[MuteOnStartKey] is null)
        {
            create = create.With(MuteOnStartKey, "true");
        }

        return Message is null ? create : Append(create, Message);
    }

    // Another DialIn in the chain, or a front end that repeats what it read, may have written it already.
    private static CreateParameters Append(CreateParameters create, string message) => create[MessageKey] switch
    {
        null => create.With(MessageKey, message),
        var text when text.Contains(message, StringComparison.Ordinal) => create,
        var text => create.With(MessageKey, text + Break + message),
    };

    /// <summary>Never the message.</summary>
    public override string ToString() => "****";
}
