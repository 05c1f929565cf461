using DialIn.Pins;
using DialIn.Trunks;

namespace DialIn.Operations.ProofCalls;

/// <summary>A proof call that is to be placed.</summary>
/// <param name="Trunk">Through which trunk.</param>
/// <param name="Number">Which of our numbers.</param>
/// <param name="IsLoop">Whether it stays inside.</param>
/// <param name="Pin">A room's PIN that it types; null for the tone check, which joins no meeting.</param>
internal sealed record ProofPlan(TrunkOptions Trunk, string Number, bool IsLoop, Pin? Pin);
