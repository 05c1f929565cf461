namespace DialIn.BigBlueButton.Redis;

/// <summary>The way to say something to a server's bbb-apps-akka. Thread-safe.</summary>
internal interface IRedisLink
{
    /// <summary>Whether the connection stands.</summary>
    bool IsConnected { get; }

    /// <summary>Another number after each loss: what was said before one and not answered may have been heard all the same.</summary>
    int Epoch { get; }

    /// <summary>Says something.</summary>
    /// <returns>How many heard it; 0 also when there is no connection; <see langword="null"/> if it was sent, and whether anybody heard it is not known.</returns>
    Task<long?> PublishAsync(string message);
}
