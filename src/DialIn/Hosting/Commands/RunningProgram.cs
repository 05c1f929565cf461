using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using DialIn.Hosting.Configuration;
using DialIn.Secrets;

namespace DialIn.Hosting.Commands;

/// <summary>
/// Asks the running service to do something, through its HTTP interface. Who may read its database may: where the configuration
/// has no token, one is made for the question, and is gone after it.
/// </summary>
internal static class RunningProgram
{
    /// <summary>Asks, and tells in words what goes wrong.</summary>
    /// <param name="loaded">The configuration that the service runs with.</param>
    /// <param name="terminal">Where complaints go.</param>
    /// <param name="patience">How long an answer may take.</param>
    /// <param name="ask">Asks; the client has address and token.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> AskAsync(LoadedConfiguration loaded, Terminal terminal, TimeSpan patience, Func<HttpClient, Task<int>> ask)
    {
        if (AddressOf(loaded.Options.Http.Listen) is not { } address)
        {
            terminal.Error.WriteLine($"The running service cannot be found: Http:Listen is {loaded.Options.Http.Listen}. Give it an address with a port of its own, such as http://127.0.0.1:8080.");
            return 1;
        }

        return await SecretStore.RunAsync(loaded, terminal, async store =>
        {
            var made = string.IsNullOrEmpty(loaded.Options.Http.ApiToken) ? ApiTokens.Create() : null;
            using var client = new HttpClient { BaseAddress = address, Timeout = patience };
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", made ?? loaded.Options.Http.ApiToken);
            try
            {
                if (made is not null)
                {
                    // Should this process be killed, it ends all the same.
                    var now = store.Time.GetMoment();
                    await store.Tokens.AddAsync(ApiTokens.HashOf(made), ApiRole.Admin, now + patience, null, null, now, SecretStore.Who, CancellationToken.None);
                }

                return await ask(client);
            }
            catch (Exception fault) when (fault is HttpRequestException or JsonException or TaskCanceledException { InnerException: TimeoutException })
            {
                terminal.Error.WriteLine($"The service does not answer at {address}: {fault.Message} Does 'dialin serve' run, with this configuration?");
                return 1;
            }
            finally
            {
                if (made is not null)
                {
                    await store.Tokens.RemoveAsync(ApiTokens.HashOf(made), store.Time.GetMoment(), SecretStore.Who, CancellationToken.None);
                }
            }
        });
    }

    /// <summary>Reads an answer; where it is a refusal, says why.</summary>
    /// <returns>What was answered; the default after a refusal.</returns>
    public static async Task<T?> ReadAsync<T>(HttpResponseMessage answer, Terminal terminal, CancellationToken cancellationToken)
    {
        if (answer.IsSuccessStatusCode)
        {
            return await answer.Content.ReadFromJsonAsync<T>(JsonSerializerOptions.Web, cancellationToken);
        }

        terminal.Error.WriteLine(await DetailAsync(answer, cancellationToken));
        return default;
    }

    /// <summary>Why the service refuses.</summary>
    public static async Task<string> DetailAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        if (answer.Content.Headers.ContentType?.MediaType != "application/problem+json")
        {
            return $"The service answers {(int)answer.StatusCode}: is it DialIn that listens at {answer.RequestMessage?.RequestUri?.GetLeftPart(UriPartial.Authority)}, and of this version?";
        }

        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        return problem.TryGetProperty("detail", out var detail) ? detail.ToString() : $"The service answers {(int)answer.StatusCode}.";
    }

    // One that listens on all addresses is here as well.
    private static Uri? AddressOf(string listen)
    {
        if (!Uri.TryCreate(listen, UriKind.Absolute, out var url) || url.Port == 0)
        {
            return null;
        }

        var isAny = IPAddress.TryParse(url.Host.Trim('[', ']'), out var address) && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any));
        return isAny ? new UriBuilder(url) { Host = address!.Equals(IPAddress.Any) ? "127.0.0.1" : "[::1]" }.Uri : url;
    }
}
