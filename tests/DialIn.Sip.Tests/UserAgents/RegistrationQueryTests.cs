using DialIn.Sip.Authentication;
using DialIn.Sip.Messages;
using DialIn.Sip.UserAgents;
using DialIn.Testing;

namespace DialIn.Sip.Tests.UserAgents;

/// <summary>Asks a registrar for bindings, to learn whether a password is right, beside a registration that goes on.</summary>
public class RegistrationQueryTests
{
    private readonly List<SipRequest> _registers = [];

    [Fact]
    [Rfc(3261, "10.2.3")]
    public async Task RightPassword_IsAnsweredOnce_AndNoBindingIsTouched()
    {
        await using var stacks = await StartAsync();
        var registration = stacks.Caller.Register(Options("old", "trunk7"));
        await stacks.SettleAsync();
        var before = (_registers.Count, registration.Status);

        var status = await QueryAsync(stacks, "new");

        Assert.Equal((RegistrationState.Registered, null), (status.State, status.LastStatus));
        Assert.Equal(before.Count + 2, _registers.Count);
        Assert.All(_registers[^2..], static register =>
        {
            Assert.Null(register.Headers[HeaderNames.Contact]);
            Assert.Null(register.Headers[HeaderNames.Expires]);
        });
        Assert.NotEqual(_registers[0].CallId, _registers[^1].CallId);
        Assert.Equal(before.Status, registration.Status);

        // It is over: nothing is refreshed on its behalf.
        await stacks.PassAsync(200);
        Assert.Equal(before.Count + 2, _registers.Count);
    }

    [Fact]
    [Rfc(3261, "10.2.3")]
    public async Task WrongPassword_IsRefusedAndNotTriedAgain()
    {
        await using var stacks = await StartAsync();

        var status = await QueryAsync(stacks, "wrong");
        await stacks.PassAsync(4000);

        Assert.Equal((RegistrationState.Refused, 401), (status.State, status.LastStatus));
        Assert.Equal(2, _registers.Count);
    }

    [Fact]
    [Rfc(3261, "10.2.2")]
    public async Task WithAContact_ItsBindingIsRemovedAtOnce_AndAWrongPasswordIsShownOnce()
    {
        await using var stacks = await StartAsync();
        var asking = stacks.Caller.RegisterOnceAsync(Options("new", "proof"), TestContext.Current.CancellationToken);
        await stacks.SettleAsync();
        await stacks.PassAsync(1);
        Assert.Equal(RegistrationState.Registered, (await asking).State);
        Assert.Equal(["proof", "proof", "proof", "proof"], _registers.Select(static register => register.Contact!.Uri.User));
        Assert.Equal(0, _registers[^1].Expires);

        asking = stacks.Caller.RegisterOnceAsync(Options("wrong", "proof"), TestContext.Current.CancellationToken);
        await stacks.SettleAsync();
        await stacks.PassAsync(1);
        Assert.Equal((RegistrationState.Refused, 401), ((await asking).State, (await asking).LastStatus));
        Assert.Equal(6, _registers.Count);
    }

    [Fact]
    public async Task RegistrarGone_IsATimeout()
    {
        await using var stacks = await StartAsync();
        stacks.Network.LossRate = 1;

        var asking = stacks.Caller.RegisterOnceAsync(Options("new"), TestContext.Current.CancellationToken);
        await stacks.PassAsync(40);

        Assert.Equal(408, (await asking).LastStatus);
    }

    [Fact]
    public async Task StackClosed_EndsTheQuestion()
    {
        var stacks = await StartAsync();
        stacks.Network.LossRate = 1;
        var asking = stacks.Caller.RegisterOnceAsync(Options("new"), TestContext.Current.CancellationToken);
        await stacks.SettleAsync();

        await stacks.DisposeAsync();

        Assert.Equal(RegistrationState.Stopped, (await asking).State);
    }

    private static async Task<RegistrationStatus> QueryAsync(TwoStacks stacks, string password)
    {
        var asking = stacks.Caller.RegisterOnceAsync(Options(password), TestContext.Current.CancellationToken);
        await stacks.SettleAsync();
        return await asking;
    }

    private static RegistrationOptions Options(string password, string? contactUser = null) => new()
    {
        Registrar = SipUri.Parse("sip:192.0.2.2"),
        AddressOfRecord = SipUri.Parse("sip:user@registrar.example"),
        ContactUser = contactUser,
        Challenges = new DigestResponder(new DigestCredentials("user", password)),
    };

    // Takes the old password and the new one.
    private async Task<TwoStacks> StartAsync()
    {
        var stacks = await TwoStacks.StartAsync();
        stacks.CalleeApplication.Requested = request =>
        {
            _registers.Add(request.Request);
            if (DigestAuthorization.TryParse(request.Request.Headers[HeaderNames.Authorization], out var answer)
                && (DigestComputation.Verify(answer, "old", "REGISTER") || DigestComputation.Verify(answer, "new", "REGISTER")))
            {
                request.Respond(200, null, request.Request.Contact is { } contact
                    ? SipHeaders.Empty.WithAdded(HeaderNames.Contact, $"{contact.ToString().Split(";expires")[0]};expires=3600")
                    : null);
            }
            else
            {
                request.Respond(401, null, SipHeaders.Empty.WithAdded(HeaderNames.WwwAuthenticate, $"Digest realm=\"r\", nonce=\"n{_registers.Count}\", qop=\"auth\""));
            }

            return true;
        };
        return stacks;
    }
}
