namespace DialIn.Pins;

/// <summary>The store could not do what was asked (locked for too long, disk full, damaged). The same call may work later.</summary>
internal class StoreUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
