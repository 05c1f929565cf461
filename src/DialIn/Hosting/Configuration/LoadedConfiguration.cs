using Microsoft.Extensions.Configuration;

namespace DialIn.Hosting.Configuration;

/// <summary>A configuration as it was read, with all that is wrong with it.</summary>
/// <param name="Root">All of it, for logging and the host.</param>
/// <param name="Options">The section <c>DialIn</c>; faulty values have their defaults.</param>
/// <param name="Faults">Faults and warnings.</param>
/// <param name="BaseFolder">What relative files count from: the configuration file's folder.</param>
/// <param name="File">The file given by <c>--config</c>, or the installed one, if any.</param>
/// <param name="IsInstalledFile">Whether it is the installed one, which nobody has named.</param>
internal sealed record LoadedConfiguration(
    IConfiguration Root, DialInOptions Options, FaultList Faults, string BaseFolder, string? File, bool IsInstalledFile = false);
