using DialIn.Pins;
using DialIn.Trunks;

namespace DialIn.Operations.ProofCalls;

/// <summary>Knows which trunks and numbers there are, and reads what somebody wants to be proved.</summary>
internal sealed class ProofTargets(IReadOnlyList<TrunkOptions> trunks, IReadOnlyList<PhoneNumberOptions> numbers)
{
    /// <summary>Reads it.</summary>
    /// <param name="request">What was sent.</param>
    /// <param name="faults">Told of each fault, by the name of the property. None of them repeats what may be a PIN.</param>
    /// <returns>The plan; null after a fault.</returns>
    public ProofPlan? Read(ProofRequest request, Dictionary<string, string> faults)
    {
        var trunk = request.Trunk is { } name ? trunks.FirstOrDefault(trunk => trunk.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) : trunks is [var only] ? only : null;
        if (trunk is null)
        {
            faults["trunk"] = $"must be one of {string.Join(", ", trunks.Select(static trunk => trunk.Name))}.";
        }

        // Only our own: whoever has a token must not call the world at our expense.
        var number = CalledNumber.Find(numbers, request.Number ?? trunk?.ProofCalls.Number ?? numbers[0].Number);
        if (number is null)
        {
            faults["number"] = $"must be one of PhoneNumbers: {string.Join(", ", numbers.Select(static number => number.Number))}. DialIn calls no other.";
        }

        Pin? pin = null;
        if (request.Pin is { } text)
        {
            if (Pin.TryParse(string.Concat(text.Where(static character => character != ' ')), out var found))
            {
                pin = found;
            }
            else
            {
                faults["pin"] = $"must be {Pin.MinLength} to {Pin.MaxLength} digits.";
            }
        }

        return faults.Count > 0 ? null : new ProofPlan(trunk!, number!.Number, request.Loop ?? trunk!.ProofCalls.Loop, pin);
    }
}
