using DialIn.Secrets;
using DialIn.Tests.Calls;

namespace DialIn.Tests.Secrets;

/// <summary>
/// Operators, carriers and outages in any order. Whatever happens: no working secret is given up for dead ones, and the active
/// one was proved, or is the only one, or an operator imposed it.
/// </summary>
public class RotationMachineRandomWalkTests
{
    private const int Walks = 3_000;
    private const int Steps = 60;

    [Fact]
    public void AnyWalk_KeepsWhatWorks_AndFindsIt()
    {
        for (var seed = 1; seed <= Walks; seed++)
        {
            new Walk(seed).Run();
        }
    }

    private sealed class Walk(int seed)
    {
        private readonly SeededChoices _choices = new((ulong)seed);
        private readonly RotationScript _script = new();
        private readonly HashSet<int> _accepted = [0];
        private readonly HashSet<int> _proved = [];
        private readonly HashSet<int> _imposed = [];
        private bool _isDown;

        public void Run()
        {
            for (var step = 0; step < Steps; step++)
            {
                Checked(Act);
            }

            // In the end the carrier is there: if anything that is held works, it is found within a few refusals.
            _isDown = false;
            var works = _script.State.Slots.Any(slot => _accepted.Contains(slot.Version));
            for (var round = 0; round < 3; round++)
            {
                _script.Pass(TimeSpan.FromMinutes(10));
                Use();
                Prove();
                Prove();
            }

            Assert.True(!works || _accepted.Contains(_script.State.Active!.Version), $"seed {seed}: {_script.State} and {string.Join(',', _accepted)} work");
        }

        private void Checked(Action act)
        {
            var held = _script.State.Slots.Select(static slot => slot.Version).ToHashSet();
            act();
            AssertActiveIsTrusted();
            AssertNothingThatWorksWasGivenUp(held);
        }

        private void Act()
        {
            switch (_choices.Below(12))
            {
                case 0:
                    _script.Offer();
                    break;
                case 1:
                    _script.Impose();
                    _imposed.Add(_script.State.LastVersion);
                    break;
                case 2:
                    // The portal: the newest is known from now on, with or without the others.
                    if (_choices.Below(2) == 0)
                    {
                        _accepted.Clear();
                    }

                    _accepted.Add(_script.State.LastVersion);
                    break;
                case 3:
                    // The carrier goes back.
                    _accepted.Clear();
                    _accepted.Add(_choices.Below(_script.State.LastVersion + 1));
                    break;
                case 4:
                    _isDown = !_isDown;
                    break;
                case 5:
                    // A bad hour: the carrier knows nobody.
                    _accepted.Clear();
                    break;
                case 6:
                    _script.Pass(TimeSpan.FromHours(_choices.Below(30)));
                    break;
                case 7:
                    _script.Pass(TimeSpan.FromMinutes(_choices.Below(12)));
                    break;
                case 8:
                    Use();
                    break;
                default:
                    Prove();
                    break;
            }
        }

        // A registration's refresh, or a poll.
        private void Use()
        {
            if (!_isDown && _script.State.Active is { } active)
            {
                Answer(active.Version);
            }
        }

        private void Prove()
        {
            if (_script.Due is { } version)
            {
                _script.Begin(version);
                if (_isDown)
                {
                    _script.Answer(version, Machines.Silence);
                }
                else
                {
                    Answer(version);
                }
            }
        }

        private void Answer(int version)
        {
            if (_accepted.Contains(version))
            {
                _proved.Add(version);
                _script.Answer(version, Machines.Accepted);
            }
            else
            {
                _script.Answer(version, Machines.Refused);
            }
        }

        private void AssertActiveIsTrusted()
        {
            var active = _script.State.Active!;
            Assert.True(
                active.Version == SecretSlot.Configured || _proved.Contains(active.Version) || _imposed.Contains(active.Version),
                $"seed {seed}: {active.Label} is active without proof");
        }

        // What an operator replaced is given up by the operator.
        private void AssertNothingThatWorksWasGivenUp(HashSet<int> before)
        {
            var gone = before.Where(version => !_script.State.Holds(version)).ToList();
            var isReplaced = _script.Actions.Any(static action => action is AuditAction.Offered or AuditAction.Imposed);
            var told = string.Join("; ", _script.Words);
            _script.Then();
            Assert.True(
                isReplaced || gone.TrueForAll(version => !_accepted.Contains(version)) || _script.State.Active is { ProvedAt: not null, IsRefused: false },
                $"seed {seed}: {string.Join(',', gone)} was given up while {_script.State.Active!.Label} does not work: {told}");
        }
    }
}
