namespace DialIn.Trunks;

/// <summary>One entry of <c>DialIn:PhoneNumbers</c>: a number that people dial.</summary>
internal sealed class PhoneNumberOptions
{
    /// <summary>The number in E.164, such as <c>+4961511234567</c>.</summary>
    public string Number { get; set; } = "";

    /// <summary>What invitations write beside the number, such as a town; the number alone if unset.</summary>
    // None: a single number needs no name.
    public string? Label { get; set; }

    /// <summary>Languages of the prompts, the first one spoken first.</summary>
    // English: understood in most places; an operator who reads this sets the own one first.
    public IReadOnlyList<string> Languages { get; set; } = ["en"];
}
