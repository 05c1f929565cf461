using System.Collections.Concurrent;
using System.Threading.Channels;

namespace DialIn.Secrets;

/// <summary>
/// The secrets of the running service in memory: who uses one has it at once, for every challenge. Takes the peers' words on
/// them, and keeps those that change something for the <see cref="CredentialService"/>. Thread-safe.
/// </summary>
internal sealed class SecretVault(RotationMachine machine, TimeProvider time)
{
    private readonly ConcurrentDictionary<CredentialName, HeldCredential> _held = new();

    // A peer's word is repeated with its next answer; while the database hangs, the newest are enough.
    private readonly Channel<Evidence> _evidence = Channel.CreateBounded<Evidence>(new BoundedChannelOptions(256) { FullMode = BoundedChannelFullMode.DropOldest });

    /// <summary>What peers said that changes something.</summary>
    public ChannelReader<Evidence> Evidences => _evidence.Reader;

    /// <summary>A credential as it is now; <see langword="null"/> before the first was loaded.</summary>
    public HeldCredential? Find(CredentialName name) => _held.GetValueOrDefault(name);

    /// <summary>Puts a credential in the place of what was known of it.</summary>
    public void Set(HeldCredential credential) => _held[credential.State.Name] = credential;

    /// <summary>Takes a peer's word on a secret that was shown to it. Answers at once and never throws.</summary>
    public void Report(CredentialName name, int version, Proof proof)
    {
        var at = time.GetMoment();
        if (Find(name) is { } held && machine.On(held.State, new RotationInput.Answered(at, version, proof)).Next != held.State)
        {
            _evidence.Writer.TryWrite(new Evidence(name, version, proof, at));
        }
    }

    /// <summary>A peer's word.</summary>
    internal sealed record Evidence(CredentialName Name, int Version, Proof Proof, DateTimeOffset At);
}
