using System.Runtime.InteropServices;
using DialIn.Media.Sdp;

namespace DialIn.Media.Tests.Srtp;

/// <summary>One direction of libsrtp 2, the library that linphone, FreeSWITCH and browsers use, under a key of ours.</summary>
internal sealed class Libsrtp : IDisposable
{
    private const string Library = "libsrtp2.so.1";
    private const int Ok = 0;
    private const int AnyInbound = 2;
    private const int AnyOutbound = 3;

    private static readonly int Initialised = Init();

    private readonly nint _session;

    public Libsrtp(MasterKey key, bool sends)
    {
        Assert.Equal(Ok, Initialised);
        var keyAndSalt = Convert.FromBase64String(key.Reveal());
        var unmanaged = Marshal.AllocHGlobal(keyAndSalt.Length);
        Marshal.Copy(keyAndSalt, 0, unmanaged, keyAndSalt.Length);
        var policy = new Policy { SsrcType = sends ? AnyOutbound : AnyInbound, Key = unmanaged, WindowSize = 128 };
        Set(key.Suite, ref policy);
        Assert.Equal(Ok, Create(out _session, ref policy));
        Marshal.FreeHGlobal(unmanaged);
    }

    public byte[] Protect(byte[] packet) => Run(packet, Protect);

    public byte[] ProtectRtcp(byte[] packet) => Run(packet, ProtectRtcp);

    /// <summary>The packet in the clear; empty if it was not accepted.</summary>
    public byte[] Unprotect(byte[] packet) => Run(packet, Unprotect);

    /// <summary>The packet in the clear; empty if it was not accepted.</summary>
    public byte[] UnprotectRtcp(byte[] packet) => Run(packet, UnprotectRtcp);

    public void Dispose() => Assert.Equal(Ok, Deallocate(_session));

    private delegate int Step(nint session, byte[] packet, ref int length);

    private byte[] Run(byte[] packet, Step step)
    {
        var buffer = new byte[packet.Length + 200];
        packet.CopyTo(buffer, 0);
        var length = packet.Length;
        return step(_session, buffer, ref length) == Ok ? buffer[..length] : [];
    }

    private static void Set(CryptoSuite suite, ref Policy policy)
    {
        var (rtp, rtcp) = suite.Name switch
        {
            "AES_CM_128_HMAC_SHA1_80" => ((PolicySetter)Cm128, (PolicySetter)Cm128),
            "AES_CM_128_HMAC_SHA1_32" => (Cm128Short, Cm128),
            "AES_256_CM_HMAC_SHA1_80" => (Cm256, Cm256),
            "AES_256_CM_HMAC_SHA1_32" => (Cm256Short, Cm256),
            "AEAD_AES_128_GCM" => (Gcm128, Gcm128),
            "AEAD_AES_256_GCM" => (Gcm256, Gcm256),
            _ => throw new ArgumentOutOfRangeException(nameof(suite)),
        };
        rtp(ref policy.Rtp);
        rtcp(ref policy.Rtcp);
    }

    private delegate void PolicySetter(ref CryptoPolicy policy);

    [StructLayout(LayoutKind.Sequential)]
    private struct CryptoPolicy
    {
        public uint CipherType;
        public int CipherKeyLength;
        public uint AuthenticationType;
        public int AuthenticationKeyLength;
        public int TagLength;
        public int Services;
    }

    // srtp_policy_t of libsrtp 2.0 to 2.6.
    [StructLayout(LayoutKind.Sequential)]
    private struct Policy
    {
        public int SsrcType;
        public uint Ssrc;
        public CryptoPolicy Rtp;
        public CryptoPolicy Rtcp;
        public nint Key;
        public nint Keys;
        public nuint KeyCount;
        public nint Ekt;
        public nuint WindowSize;
        public int AllowRepeat;
        public nint EncryptedExtensions;
        public int EncryptedExtensionCount;
        public nint Next;
    }

    [DllImport(Library, EntryPoint = "srtp_init")]
    private static extern int Init();

    [DllImport(Library, EntryPoint = "srtp_create")]
    private static extern int Create(out nint session, ref Policy policy);

    [DllImport(Library, EntryPoint = "srtp_dealloc")]
    private static extern int Deallocate(nint session);

    [DllImport(Library, EntryPoint = "srtp_protect")]
    private static extern int Protect(nint session, [In, Out] byte[] packet, ref int length);

    [DllImport(Library, EntryPoint = "srtp_protect_rtcp")]
    private static extern int ProtectRtcp(nint session, [In, Out] byte[] packet, ref int length);

    [DllImport(Library, EntryPoint = "srtp_unprotect")]
    private static extern int Unprotect(nint session, [In, Out] byte[] packet, ref int length);

    [DllImport(Library, EntryPoint = "srtp_unprotect_rtcp")]
    private static extern int UnprotectRtcp(nint session, [In, Out] byte[] packet, ref int length);

    [DllImport(Library, EntryPoint = "srtp_crypto_policy_set_rtp_default")]
    private static extern void Cm128(ref CryptoPolicy policy);

    [DllImport(Library, EntryPoint = "srtp_crypto_policy_set_aes_cm_128_hmac_sha1_32")]
    private static extern void Cm128Short(ref CryptoPolicy policy);

    [DllImport(Library, EntryPoint = "srtp_crypto_policy_set_aes_cm_256_hmac_sha1_80")]
    private static extern void Cm256(ref CryptoPolicy policy);

    [DllImport(Library, EntryPoint = "srtp_crypto_policy_set_aes_cm_256_hmac_sha1_32")]
    private static extern void Cm256Short(ref CryptoPolicy policy);

    [DllImport(Library, EntryPoint = "srtp_crypto_policy_set_aes_gcm_128_16_auth")]
    private static extern void Gcm128(ref CryptoPolicy policy);

    [DllImport(Library, EntryPoint = "srtp_crypto_policy_set_aes_gcm_256_16_auth")]
    private static extern void Gcm256(ref CryptoPolicy policy);
}
