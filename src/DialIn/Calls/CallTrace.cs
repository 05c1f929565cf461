using System.Diagnostics;

namespace DialIn.Calls;

/// <summary>
/// A call as a trace: one span for the whole call, and one after the other below it for each step of its way
/// (<c>ring</c>, <c>prompt</c>, <c>digits</c>, <c>lookup</c>, <c>server leg</c>, <c>conference</c>, …). Costs nothing while nobody
/// listens to the source <c>DialIn.Calls</c>. No span holds a PIN or a number.
/// </summary>
internal sealed class CallTrace : IDisposable
{
    /// <summary>The source's name.</summary>
    public const string SourceName = "DialIn.Calls";

    private const string Digits = "digits";

    private static readonly ActivitySource Source = new(SourceName);

    private readonly Activity? _call;
    private Activity? _step;

    /// <summary>The call begins.</summary>
    public CallTrace(CallFacts facts)
    {
        // A trace of its own: a carrier sends no context, and whoever starts calls is not their parent.
        _call = Start("call", ActivityKind.Server, default);
        _call?.SetTag("dialin.call.id", facts.Id).SetTag("dialin.trunk", facts.TrunkName);
    }

    /// <summary>The call has entered a phase.</summary>
    public void Enter(CallPhase phase)
    {
        if (_call is null || NameOf(phase) is not { } name || _step?.OperationName == name || (phase is EnteringPin && _step?.OperationName == Digits))
        {
            return;
        }

        Begin(name);
    }

    /// <summary>The caller has pressed a key.</summary>
    public void KeyPressed()
    {
        if (_step is { OperationName: "prompt" })
        {
            Begin(Digits);
        }
    }

    /// <summary>The call is over.</summary>
    /// <param name="end">How.</param>
    /// <param name="server">Where it was, if it got that far.</param>
    /// <param name="codec">What it spoke.</param>
    /// <param name="status">The final SIP status towards the caller.</param>
    public void End(CallEnd end, string? server, string? codec, int? status)
    {
        if (_call is null)
        {
            return;
        }

        Stop(_step);
        _step = null;
        _call.SetTag("dialin.server", server)
            .SetTag("dialin.codec", codec)
            .SetTag("dialin.sip.status", status)
            .SetTag("dialin.result", end.Result.ToString())
            .SetTag("dialin.reason", end.Reason.ToString());
        if (end.Result is CallResult.Bridge or CallResult.Server or CallResult.Carrier)
        {
            _call.SetStatus(ActivityStatusCode.Error).SetTag("error.type", end.Reason.ToString());
        }

        Stop(_call);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stop(_step);
        Stop(_call);
    }

    private static string? NameOf(CallPhase phase) => phase switch
    {
        Ringing => "ring",
        EnteringPin => "prompt",
        LookingUp => "lookup",
        WaitingForMeeting => "wait for meeting",
        Joining => "server leg",
        Joined => "conference",
        Reconnecting => "reconnect",
        SayingGoodbye => "goodbye",
        _ => null,
    };

    private void Begin(string name)
    {
        Stop(_step);
        _step = Start(name, ActivityKind.Internal, _call!.Context);
    }

    // To start an activity without a parent takes the current one as parent, and each that is started becomes the current one: of
    // whoever serves this call at the moment, and then the next one. So there is none while it starts, and afterwards the one of before.
    private static Activity? Start(string name, ActivityKind kind, ActivityContext parent)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        var current = Activity.Current;
        Activity.Current = null;
        var started = Source.StartActivity(name, kind, parent);
        Activity.Current = current;
        return started;
    }

    // To stop one makes the one before it the current one.
    private static void Stop(Activity? activity)
    {
        if (activity is { IsStopped: false })
        {
            var current = Activity.Current;
            activity.Dispose();
            Activity.Current = current;
        }
    }
}
