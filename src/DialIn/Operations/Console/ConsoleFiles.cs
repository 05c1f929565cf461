using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace DialIn.Operations.Console;

/// <summary>The page's files, which lie in the program itself: HTML, style and scripts as they were written. They hold nothing about anybody.</summary>
internal static class ConsoleFiles
{
    private const string Prefix = "DialIn.Console/";
    private const string Index = "index.html";

    /// <summary>Adds <c>/</c> and <c>/console/…</c>.</summary>
    public static void MapFiles(this IEndpointRouteBuilder routes)
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var resource in assembly.GetManifestResourceNames().Where(static name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            var name = resource[Prefix.Length..];
            var content = Read(assembly, resource);
            // The same bytes after each start of the same program; another program's are asked for anew.
            var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 8))}\"");
            routes.MapMethods(name == Index ? "/" : $"/console/{name}", [HttpMethods.Get, HttpMethods.Head], context =>
            {
                context.Response.Headers.CacheControl = "no-cache";
                return Results.Bytes(content, TypeOf(name), entityTag: tag).ExecuteAsync(context);
            }).ExcludeFromDescription();
        }
    }

    private static byte[] Read(Assembly assembly, string resource)
    {
        using var stream = assembly.GetManifestResourceStream(resource)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => "application/octet-stream",
    };
}
