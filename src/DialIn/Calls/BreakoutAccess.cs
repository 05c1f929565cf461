namespace DialIn.Calls;

/// <summary>Which breakout rooms a caller may enter by keys.</summary>
internal enum BreakoutAccess
{
    /// <summary>None: the keys for it mean nothing, and nobody is told of rooms.</summary>
    None,

    /// <summary>Those that everybody may choose. BBB API: getMeetings, <c>freeJoin</c>.</summary>
    FreeJoin,

    /// <summary>All.</summary>
    All,
}
