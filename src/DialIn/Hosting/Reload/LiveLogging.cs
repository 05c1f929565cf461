using Microsoft.Extensions.Configuration;

namespace DialIn.Hosting.Reload;

/// <summary>The section <c>Logging</c> as it is now; who has read it hears of each change.</summary>
internal sealed class LiveLogging : ConfigurationProvider, IConfigurationSource
{
    /// <summary>Begins with what a configuration says.</summary>
    public LiveLogging(IConfiguration configuration)
    {
        Copy(configuration);
        Root = new ConfigurationBuilder().Add(this).Build();
    }

    /// <summary>A configuration with the section alone.</summary>
    public IConfiguration Root { get; }

    /// <summary>Takes what another configuration says.</summary>
    public void Set(IConfiguration configuration)
    {
        Copy(configuration);
        OnReload();
    }

    /// <inheritdoc/>
    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    private void Copy(IConfiguration configuration) => Data = configuration.GetSection("Logging").AsEnumerable()
        .Where(static entry => entry.Value is not null)
        .ToDictionary(static entry => entry.Key, static entry => entry.Value, StringComparer.OrdinalIgnoreCase);
}
