namespace DialIn.Media.Quality;

/// <summary>What became of a packet.</summary>
internal enum Arrival
{
    /// <summary>It came in time.</summary>
    InTime,

    /// <summary>It came too late to be heard.</summary>
    TooLate,

    /// <summary>It never came.</summary>
    Lost,
}
