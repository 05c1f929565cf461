using DialIn.Trunks;

namespace DialIn.Tests.Trunks;

/// <summary>Secrets that a test sets, by account.</summary>
internal sealed class FixedSecrets : ITrunkSecrets
{
    private readonly Dictionary<string, TrunkSecret> _secrets = [];
    private Action<string, string> _changed = static (_, _) => { };

    public TrunkSecret? this[string account]
    {
        set
        {
            if (value is null)
            {
                _secrets.Remove(account);
            }
            else
            {
                _secrets[account] = value;
            }

            _changed(account, account);
        }
    }

    public int Asked { get; private set; }

    public TrunkSecret? Find(string trunk, string account)
    {
        Asked++;
        return _secrets.GetValueOrDefault(account);
    }

    public void Report(string trunk, string account, string secret, bool accepted)
    {
    }

    public IDisposable Watch(Action<string, string> changed)
    {
        _changed += changed;
        return new Nothing();
    }

    private sealed class Nothing : IDisposable
    {
        public void Dispose()
        {
        }
    }
}
