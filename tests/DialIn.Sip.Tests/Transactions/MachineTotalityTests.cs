using DialIn.Sip.Transactions;

namespace DialIn.Sip.Tests.Transactions;

/// <summary>No order of inputs, however odd, throws, brings a machine back from its end, or leaves it without a timer for ever.</summary>
public class MachineTotalityTests
{
    public static TheoryData<string, bool> Machines() => new()
    {
        { nameof(InviteClientTransaction), false },
        { nameof(InviteClientTransaction), true },
        { nameof(ClientTransaction), false },
        { nameof(ClientTransaction), true },
        { nameof(InviteServerTransaction), false },
        { nameof(InviteServerTransaction), true },
        { nameof(ServerTransaction), false },
        { nameof(ServerTransaction), true },
    };

    [Theory]
    [MemberData(nameof(Machines))]
    public void AnyOrderOfInputs_NothingFollowsTheEnd(string machine, bool reliable)
    {
        TransactionInput[] inputs =
        [
            TransactionInput.Start.Instance, TransactionInput.RequestRepeated.Instance, TransactionInput.AckReceived.Instance, TransactionInput.TransportFailed.Instance,
            new TransactionInput.ResponseReceived(100), new TransactionInput.ResponseReceived(200), new TransactionInput.ResponseReceived(486),
            new TransactionInput.Respond(180), new TransactionInput.Respond(200), new TransactionInput.Respond(486), new TransactionInput.Respond(408),
            .. Enum.GetValues<TransactionTimer>().Select(timer => new TransactionInput.TimerFired(timer)),
        ];
        Explore(Create(machine, reliable), inputs, depth: 4);
    }

    private static void Explore(TransactionMachine machine, TransactionInput[] inputs, int depth)
    {
        foreach (var input in inputs)
        {
            var (next, effects) = machine.On(input);
            if (machine.IsTerminated)
            {
                Assert.True(next.IsTerminated);
                Assert.Empty(effects);
            }

            Assert.Equal(next.IsTerminated && !machine.IsTerminated, effects.Any(effect => effect is TransactionEffect.Terminate));
            if (depth > 1 && !ReferenceEquals(next, machine))
            {
                Explore(next, inputs, depth - 1);
            }
        }
    }

    private static TransactionMachine Create(string machine, bool reliable) => machine switch
    {
        nameof(InviteClientTransaction) => new InviteClientTransaction(new SipTimers(), reliable),
        nameof(ClientTransaction) => new ClientTransaction(new SipTimers(), reliable),
        nameof(InviteServerTransaction) => new InviteServerTransaction(new SipTimers(), reliable),
        _ => new ServerTransaction(new SipTimers(), reliable),
    };
}
