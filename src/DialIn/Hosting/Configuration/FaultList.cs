namespace DialIn.Hosting.Configuration;

/// <summary>Collects all faults of a configuration, so that the operator mends them in one go.</summary>
internal sealed class FaultList
{
    private readonly List<Fault> _faults = [];

    /// <summary>Faults and warnings, in the order found.</summary>
    public IReadOnlyList<Fault> All => _faults;

    /// <summary>Whether the program must not start.</summary>
    public bool HasFaults => _faults.Exists(static fault => !fault.IsWarning);

    /// <summary>Adds a fault, unless the key or something below it has one already: its consequences are not worth a line.</summary>
    public void Add(string key, object? value, string expected) => Add(new Fault(key, ShownValue.Of(value?.ToString()), expected, IsWarning: false));

    /// <summary>Adds a warning, under the same condition.</summary>
    public void Warn(string key, object? value, string expected) => Add(new Fault(key, ShownValue.Of(value?.ToString()), expected, IsWarning: true));

    /// <summary>Whether the key or something below it has a fault.</summary>
    /// <param name="key">The key.</param>
    /// <param name="besides">The last part of keys whose faults do not matter here.</param>
    public bool HasFaultAt(string key, string? besides = null) => _faults.Exists(fault => !fault.IsWarning
        && (besides is null || !fault.Key.EndsWith($":{besides}", StringComparison.OrdinalIgnoreCase))
        && fault.Key.StartsWith(key, StringComparison.OrdinalIgnoreCase)
        && (fault.Key.Length == key.Length || fault.Key[key.Length] == ':'));

    private void Add(Fault fault)
    {
        if (!HasFaultAt(fault.Key))
        {
            _faults.Add(fault);
        }
    }
}
