using DialIn.Media.Sdp;
using DialIn.Media.Srtp;

namespace DialIn.Media.Relay;

/// <summary>The encryption of a leg: what offer and answer say of it becomes the session that protects and opens its packets.</summary>
/// <remarks>RTCP of the leg goes through the same <see cref="Session"/>: its <c>ProtectRtcp</c> and <c>UnprotectRtcp</c>, on the loop's thread.</remarks>
internal sealed class LegEncryption
{
    private LegOpener? _opener;
    private SrtpState? _restored;
    private bool _isOn;

    /// <summary>Protects and opens; null while nothing is encrypted.</summary>
    public SrtpSession? Session => _isOn ? _opener!.Session : null;

    /// <summary>Packets of another key, or of none.</summary>
    public long Unauthentic => _opener?.Unauthentic ?? 0;

    /// <summary>Packets that came twice, or too late.</summary>
    public long Replayed => _opener?.Replayed ?? 0;

    /// <summary>Where it stands, without the keys; null while nothing is encrypted.</summary>
    public SrtpState? State => Session?.State;

    /// <summary>Continues where another process was, with the next <see cref="Start"/>.</summary>
    public void Restore(SrtpState state) => _restored = state;

    /// <summary>Takes what was negotiated.</summary>
    /// <param name="keys">The keys; null to go on, or to end, without encryption.</param>
    public (LegOpener? Opener, SrtpSession? Session) Start(SrtpKeys? keys)
    {
        _isOn = keys is not null;
        if (keys is not null && _opener is null)
        {
            _opener = new LegOpener(new SrtpSession(keys, _restored));
        }
        else if (keys is not null)
        {
            // Kept while it was off: should its keys come back, they must not begin anew.
            _opener!.Session.Change(keys);
        }

        return (_isOn ? _opener : null, Session);
    }

    /// <summary>Wipes the keys; nothing is protected or opened any more.</summary>
    public void Close()
    {
        _isOn = false;
        _opener?.Session.Dispose();
    }
}
