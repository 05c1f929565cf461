using System.Net;
using DialIn.Secrets;

namespace DialIn.Operations.Api;

/// <summary>Looks at a token that somebody shows, and lets no address guess.</summary>
internal sealed class TokenDoor(ApiTokens tokens, WrongTokens wrong)
{
    /// <summary>What an address is told that has guessed too often.</summary>
    public static readonly string TooMany =
        $"More than {WrongTokens.MostPerMinute} wrong tokens came from this address within a minute. Tokens of 'dialin token create' are taken all the same.";

    /// <summary>What a token is good for.</summary>
    /// <param name="token">As it was shown.</param>
    /// <param name="address">Who shows it; <see langword="null"/> where that is not known.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The grant, <see langword="null"/> for none; and whether the token was not even looked at.</returns>
    public async Task<(ApiGrant? Grant, bool IsLimited)> AskAsync(string token, IPAddress? address, CancellationToken cancellationToken)
    {
        if (ApiTokens.IsUnguessable(token))
        {
            // One that has ended, or never was: it may come as often as its front end likes.
            return (await tokens.FindAsync(token, cancellationToken), false);
        }

        // An address has one guess looked at after the other: of many at once, none goes through before those before it were counted.
        address ??= IPAddress.None;
        var turn = wrong.TurnOf(address);
        await turn.WaitAsync(cancellationToken);
        try
        {
            if (!wrong.MayTry(address))
            {
                return (null, true);
            }

            var grant = await tokens.FindAsync(token, cancellationToken);
            if (grant is null)
            {
                wrong.Note(address);
            }

            return (grant, false);
        }
        finally
        {
            turn.Release();
        }
    }
}
