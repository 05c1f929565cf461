using System.Security.Cryptography;

namespace DialIn.Sip.UserAgents;

/// <summary>Chance for jitter: a number from 0 to 1 that no peer can foresee.</summary>
internal static class Dice
{
    private const int Sides = 1 << 20;

    public static double Throw() => RandomNumberGenerator.GetInt32(Sides) / (double)Sides;
}
