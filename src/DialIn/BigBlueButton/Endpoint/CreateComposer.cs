using DialIn.Pins;
using Microsoft.Extensions.Logging;

namespace DialIn.BigBlueButton.Endpoint;

/// <summary>Makes what is added to a <c>create</c>. Whatever fails here, the meeting is created all the same.</summary>
/// <param name="pins">Where PINs come from.</param>
/// <param name="moderatorMessage">The moderators' message in a language, with number and PIN.</param>
/// <param name="number">Our telephone number for the metadata; <see langword="null"/> for none.</param>
/// <param name="options">What to add.</param>
/// <param name="logger">Says what fails.</param>
internal sealed class CreateComposer(
    MeetingPins pins, Func<string?, Pin, string> moderatorMessage, string? number, BbbEndpointOptions options, ILogger<CreateComposer> logger)
{
    private volatile bool _textFailed;

    /// <summary>What to add, and whether number and PIN are in it.</summary>
    /// <exception cref="OperationCanceledException">The front end has left.</exception>
    public async Task<(CreateAdditions Additions, PinOutcome Outcome)> ComposeAsync(CreateParameters create, CancellationToken cancellationToken)
    {
        var (message, outcome) = await MessageAsync(create, cancellationToken);
        var additions = new CreateAdditions(
            message,
            message is null ? null : number,
            options.HideDialNumber && outcome != PinOutcome.Breakout);
        return (additions, outcome);
    }

    private async Task<(string? Message, PinOutcome Outcome)> MessageAsync(CreateParameters create, CancellationToken cancellationToken)
    {
        if (create.IsBreakout)
        {
            return (null, PinOutcome.Breakout);
        }

        if (!RoomRules.IsMeetingId(create.MeetingId))
        {
            return (null, PinOutcome.NoMeetingId);
        }

        var (reservation, outcome) = await pins.FindAsync(create.MeetingId!, cancellationToken);
        if (reservation is null)
        {
            return (null, outcome);
        }

        try
        {
            // This meeting's own language, the room's, the operator's.
            var language = CreateAdditions.LanguageOf(create) ?? reservation.Language ?? options.Language;
            var message = moderatorMessage(language, reservation.Pin);
            _textFailed = false;
            return (message, outcome);
        }
        catch (Exception fault)
        {
            // Any: a text that an operator has written wrongly must not keep a class from its meeting.
            if (!_textFailed)
            {
                _textFailed = true;
                DialInLog.MessageNotMade(logger, fault);
            }

            return (null, PinOutcome.NoText);
        }
    }
}
