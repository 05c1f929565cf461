namespace DialIn.Simulator.Carriers;

/// <summary>How a carrier puts a call on hold.</summary>
public enum HoldStyle
{
    /// <summary><c>a=sendonly</c>: the caller's side plays music.</summary>
    SendOnly,

    /// <summary><c>a=inactive</c>: nothing either way.</summary>
    Inactive,

    /// <summary><c>c=0.0.0.0</c>, as in RFC 2543.</summary>
    NullAddress,
}
