using DialIn.Ivr;
using DialIn.Media.Relay;
using DialIn.Meetings;
using DialIn.Pins;
using DialIn.Sip.UserAgents;

namespace DialIn.Calls;

/// <summary>What all calls share.</summary>
internal sealed record CallServices
{
    /// <summary>The user agent of both legs.</summary>
    public required SipStack Stack { get; init; }

    /// <summary>Moves the audio.</summary>
    public required MediaLoop Loop { get; init; }

    /// <summary>Ports for RTP.</summary>
    public required PortPool Ports { get; init; }

    /// <summary>The addresses for RTP that peers are told.</summary>
    public required MediaAddresses MediaAddresses { get; init; }

    /// <summary>Where a trunk's audio may come from, as networks with a comma between; null for anywhere.</summary>
    public Func<string, string?> MediaSources { get; init; } = static _ => null;

    /// <summary>The host that conference servers see in From: an address of ours.</summary>
    public required string FromHost { get; init; }

    /// <summary>The sentences.</summary>
    public required PromptLibrary Prompts { get; init; }

    /// <summary>PIN to meeting.</summary>
    public required PinDirectory Pins { get; init; }

    /// <summary>Keeps guessers from the PINs.</summary>
    public required FailureLedger Guesses { get; init; }

    /// <summary>Meeting to server.</summary>
    public required MeetingDirectory Meetings { get; init; }

    /// <summary>Server to SIP URI.</summary>
    public required IConferenceAddresses Addresses { get; init; }

    /// <summary>Which codecs each trunk and server may speak.</summary>
    public required CodecPreferences Codecs { get; init; }

    /// <summary>The key of the callers' pseudonyms.</summary>
    public required ReadOnlyMemory<byte> PseudonymKey { get; init; }

    /// <summary>What meetings see of callers.</summary>
    public required CallerNames Names { get; init; }

    /// <summary>What is kept of a call.</summary>
    public required ICallRecordStore Records { get; init; }

    /// <summary>Hears which dialogs are of which call, if anybody wants to.</summary>
    public ISipLegs? Legs { get; init; }

    /// <summary>Knows the PINs of proof calls, if any are placed.</summary>
    public IProofPins? Proofs { get; init; }

    /// <summary>The operator's limits.</summary>
    public required CallsOptions Options { get; init; }

    /// <summary>Digits at which a PIN is complete when no reserved one is longer.</summary>
    public required int PinLength { get; init; }

    /// <summary>Whose audio is encrypted.</summary>
    public required EncryptionChoices Encryption { get; init; }

    /// <summary>How many callers each meeting has.</summary>
    public MeetingPlaces Places { get; } = new();

    /// <summary>What is measured of all calls.</summary>
    public CallMeters Meters { get; } = new();

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }
}
