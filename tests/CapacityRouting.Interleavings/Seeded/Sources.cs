using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CapacityRouting.Interleavings.Seeded;

/// <summary>The sources of this project and of the library, as they were when it was built.</summary>
internal static class Sources
{
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Xunit;
        """;

    private static readonly CSharpParseOptions Language = new(LanguageVersion.CSharp14, DocumentationMode.None);

    private static readonly Lazy<Dictionary<string, string>> Texts = new(Read);

    /// <summary>All of them; each is parsed once.</summary>
    public static Lazy<SyntaxTree[]> Trees { get; } = new(() => [Parse(Usings, "Usings"), .. Texts.Value.Select(source => Parse(source.Value, source.Key))]);

    /// <summary>The source with the bug in it.</summary>
    /// <exception cref="InvalidOperationException">The file or the place is not there exactly once.</exception>
    public static SyntaxTree With(SeededBug bug)
    {
        string path = PathOf(bug.File);
        string[] parts = Texts.Value[path].Split(Lines(bug.Place));
        return parts.Length == 2
            ? Parse(parts[0] + Lines(bug.Replacement) + parts[1], path)
            : throw new InvalidOperationException($"{bug.File} has this {parts.Length - 1} times, and not once:{Environment.NewLine}{bug.Place}");
    }

    private static string PathOf(string file)
    {
        string[] paths = [.. Texts.Value.Keys.Where(path => path.EndsWith("/" + file, StringComparison.Ordinal))];
        return paths is [var path] ? path : throw new InvalidOperationException($"There are {paths.Length} sources of the name {file}.");
    }

    private static Dictionary<string, string> Read()
    {
        Assembly self = typeof(Sources).Assembly;
        return self.GetManifestResourceNames().Where(name => name.EndsWith(".cs", StringComparison.Ordinal)).ToDictionary(name => name.Replace('\\', '/'), name =>
        {
            using StreamReader reader = new(self.GetManifestResourceStream(name)!);
            return Lines(reader.ReadToEnd());
        }, StringComparer.Ordinal);
    }

    private static string Lines(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal);

    private static SyntaxTree Parse(string text, string path) => CSharpSyntaxTree.ParseText(text, Language, path);
}
