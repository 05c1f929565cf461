using DialIn.Secrets;

namespace DialIn.Operations.Api;

/// <summary>Which roles may do what. A path names one of these, and no path is without.</summary>
internal static class ApiPolicies
{
    /// <summary>Rooms and their PINs.</summary>
    public const string Rooms = "rooms";

    /// <summary>Which rooms have a PIN, and not which one.</summary>
    public const string RoomList = "room-list";

    /// <summary>Calls, trunks, servers.</summary>
    public const string State = "state";

    /// <summary>Changing what the bridge shows to carriers.</summary>
    public const string Secrets = "secrets";

    /// <summary>What changes how the service runs, or makes it do something.</summary>
    public const string Control = "control";

    /// <summary>All of them, with those who may.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<ApiRole>> Roles { get; } = new Dictionary<string, IReadOnlyList<ApiRole>>(StringComparer.Ordinal)
    {
        [Rooms] = [ApiRole.Frontend, ApiRole.Admin],
        [RoomList] = [ApiRole.Frontend, ApiRole.Monitor, ApiRole.Admin],
        [State] = [ApiRole.Monitor, ApiRole.Admin],
        [Secrets] = [ApiRole.Admin],
        [Control] = [ApiRole.Admin],
    };

    /// <summary>A role as commands and answers write it.</summary>
    public static string Word(ApiRole role) => role.ToString().ToLowerInvariant();
}
