namespace DialIn.Media.Sdp;

/// <summary>The direction as attribute, and what one side's direction means for the other. RFC 3264 §6.1.</summary>
internal static class DirectionAttribute
{
    private static readonly (Direction Direction, string Name)[] Names =
    [
        (Direction.SendReceive, "sendrecv"), (Direction.SendOnly, "sendonly"), (Direction.ReceiveOnly, "recvonly"), (Direction.Inactive, "inactive"),
    ];

    /// <summary>The direction in a list of attributes, or null.</summary>
    public static Direction? Find(IReadOnlyList<SdpAttribute> attributes)
    {
        foreach (var attribute in attributes)
        {
            foreach (var (direction, name) in Names)
            {
                if (attribute.Name == name)
                {
                    return direction;
                }
            }
        }

        return null;
    }

    public static SdpAttribute ToAttribute(this Direction direction) => new(Names[(int)direction].Name);

    public static bool Sends(this Direction direction) => direction is Direction.SendReceive or Direction.SendOnly;

    public static bool Receives(this Direction direction) => direction is Direction.SendReceive or Direction.ReceiveOnly;

    /// <summary>The same flow seen from the other side.</summary>
    public static Direction Mirror(this Direction direction) => Of(direction.Receives(), direction.Sends());

    /// <summary>What both directions allow.</summary>
    public static Direction And(this Direction direction, Direction other) =>
        Of(direction.Sends() && other.Sends(), direction.Receives() && other.Receives());

    private static Direction Of(bool sends, bool receives) => (sends, receives) switch
    {
        (true, true) => Direction.SendReceive,
        (true, false) => Direction.SendOnly,
        (false, true) => Direction.ReceiveOnly,
        (false, false) => Direction.Inactive,
    };
}
