namespace DialIn.Simulator.Chats;

/// <summary>One message of a chat.</summary>
/// <param name="Sender">Internal id of who wrote it; <c>SYSTEM</c> for the server itself.</param>
/// <param name="SenderName">The name that is shown.</param>
/// <param name="Text">The message.</param>
public sealed record ChatLine(string Sender, string SenderName, string Text);
