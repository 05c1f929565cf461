namespace DialIn.Storage;

/// <summary>
/// Every table and every column of the database, and what it can tell of people. <c>dialin privacy report</c> shows it beside the
/// real rows; a test compares it with the schema, so that no migration adds a column whose meaning nobody has stated.
/// </summary>
internal static class StoredTables
{
    private const string CallTime = "callers: when somebody called, and how long";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<StoredTable> All { get; } =
    [
        new("call_records", "an ended call", "{} after the call")
        {
            KeptFor = static times => times.CallRecords,
            Age = "ended_at",
            Personal = new Dictionary<string, string>
            {
                ["caller"] = "callers: the number, masked (+49…34)",
                ["started_at"] = CallTime,
                ["answered_at"] = CallTime,
                ["ended_at"] = CallTime,
                ["meeting_id"] = "callers: the meeting they were in; its id is the front end's, and may hold a name",
            },
            Others =
            [
                "id", "trunk", "called_number", "server", "codec", "result", "reason", "sip_status", "trunk_cause", "conference_cause",
                "trunk_quality", "conference_quality",
            ],
        },
        new("caller_names", "a name that a front end gave for a number", "{} after it was given last, or until it is taken back")
        {
            KeptFor = static times => times.CallerNames,
            Age = "given_at",
            Personal = new Dictionary<string, string>
            {
                ["caller_key"] = "callers: a keyed hash of the number",
                ["name"] = "callers: the name",
                ["given_at"] = "callers: when the front end said so",
            },
        },
        new("pin_failures", "how many wrong PINs in five minutes", "an hour")
        {
            Personal = new Dictionary<string, string>
            {
                ["subject"] = "callers: a keyed hash of the number; else a trunk, or all together",
                ["step"] = "callers: when, to five minutes",
                ["failures"] = "callers: how often",
            },
        },
        new("announcements", "that somebody was told number and PIN", "{} after it")
        {
            KeptFor = static times => times.CallRecords,
            Age = "tried_at",
            Personal = new Dictionary<string, string>
            {
                ["recipient"] = "moderators: BigBlueButton's random id of one visit",
                ["tried_at"] = "moderators: when one came",
                ["meeting_id"] = "moderators: the meeting; its id is the front end's, and may hold a name",
                ["internal_id"] = "moderators: the meeting, by BigBlueButton's id",
            },
            Others = ["server", "way", "outcome", "attempts"],
        },
        new("pins", "a PIN: free, of a room, or resting", "until the room is released or its time is over; then the PIN alone rests for {}")
        {
            KeptFor = static times => times.Quarantine,
            Age = "assigned_at",
            Personal = new Dictionary<string, string>
            {
                ["meeting_id"] = "owners of rooms: the front end's id of the room, which may hold a name",
                ["meeting_name"] = "owners of rooms: the room's name, as the front end says it",
                ["pin"] = "owners of rooms: their room's PIN",
                ["assigned_at"] = "owners of rooms: since when",
                ["assigned_until"] = "owners of rooms: until when",
            },
            Others = ["digits", "state", "shuffle", "released_at", "meeting_language", "by_create"],
        },
        new("audit", "a step with a password, a token or an erasure", "{} after it")
        {
            KeptFor = static times => times.Audit,
            Age = "happened_at",
            Personal = new Dictionary<string, string>
            {
                ["who"] = "operators: the user name on this machine",
                ["happened_at"] = "operators: when they did it",
            },
            Others = ["id", "action", "subject", "outcome"],
        },
        new("pseudonym_key", "the key of the hashes; a secret", "for ever") { Others = ["id", "key_hex"] },
        new("credentials", "a trunk, server or front end with a stored secret", "until forgotten") { Others = ["name", "revision", "last_version", "unanswered", "try_at"] },
        new("secrets", "a password or secret, encrypted", "until replaced, and then as fallback for a while")
        {
            Others = ["name", "version", "role", "key_id", "content", "stored_at", "since", "proved_at", "refused_at"],
        },
        new("api_tokens", "the hash of a token", "for ever: an ended one is refused by it") { Others = ["hash", "created_at", "valid_until", "role"] },
        new("services", "a running service: machine and process", "a day") { Others = ["id", "seen_at"] },
        new("leases", "which node registers an account", "until the account is gone") { Others = ["name", "holder", "fence", "until"] },
        new("published_lists", "the networks that a carrier publishes", "until it publishes others; a month once no trunk names the list") { Others = ["address", "networks", "read_at"] },
        new("proof_calls", "what a call of DialIn to itself found", "{} after it, deleted as further ones come; the last ten of each trunk longer")
        {
            KeptFor = static times => times.CallRecords,
            Age = "at",
            Others =
            [
                "id", "at", "trunk", "number", "is_loop", "of_room", "fault", "text", "answer_ms", "audio_ms", "tone_there", "tone_back", "loss", "jitter_ms", "mos", "codec", "call_id",
            ],
        },
        new("SchemaVersions", "a migration that has run", "for ever") { Others = ["SchemaVersionID", "ScriptName", "Applied"] },
    ];
}
