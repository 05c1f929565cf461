namespace DialIn.Secrets;

/// <summary>A secret cannot be read or written: the key is missing, wrong, or open to others. The message says what to do, and holds no secret.</summary>
internal sealed class SecretsException(string message) : Exception(message);
