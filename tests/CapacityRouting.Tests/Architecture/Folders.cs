using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using CapacityRouting.Routing;
using CapacityRouting.Tests.Tools;

namespace CapacityRouting.Tests.Architecture;

/// <summary>The folders of the core, and the arrows between them: a folder has an arrow to another one when its compiled code uses a type of that.</summary>
internal static partial class Folders
{
    /// <summary>The folder of the client and the router, which have none.</summary>
    public const string Front = "Front";

    /// <summary>The order of the folders, from the bottom up. A folder may use those before it, and never those after it.</summary>
    public static readonly string[] Order =
    [
        "Atomics", "Wire", "Time", "Abstractions", "Telemetry", "Health",
        "Capacity/Limits", "Capacity/Concurrency", "Capacity/Buckets", "Capacity/Learning", "Capacity/Sharing", "Capacity", "Capacity/Persistence",
        "Failures/RetryAfter", "Failures/Providers", "Failures/Rules", "Failures/Classification",
        "Settings", "Estimation", "Routing", "Queueing", "Pipeline",
        "Chat/Affinity", "Chat", "Chat/Continuation", "Chat/Streaming", Front, "Hosting",
    ];

    private static readonly Dictionary<string, string> ByType = Declared();

    /// <summary>The types that are written in the sources, nested ones apart.</summary>
    public static IEnumerable<Type> Types { get; } =
        [.. typeof(Route).Assembly.GetTypes().Where(type => !type.IsNested && !type.IsDefined(typeof(CompilerGeneratedAttribute)) && ByType.ContainsKey(NameOf(type)))];

    /// <summary>Every use of a type of one folder by a type of another.</summary>
    public static IReadOnlyList<Arrow> Arrows { get; } = [.. Types.SelectMany(From).Distinct()];

    /// <summary>The folder in whose files the type is declared.</summary>
    public static string Of(Type type) => ByType[NameOf(type)];

    /// <summary>The folders that one uses, each once, the highest first.</summary>
    public static string[] UsedBy(string folder) =>
        [.. Arrows.Where(arrow => arrow.From == folder).Select(arrow => arrow.To).Distinct().OrderByDescending(used => Array.IndexOf(Order, used))];

    private static IEnumerable<Arrow> From(Type type) =>
        from used in CompiledTypes.UsedBy(type).Select(Outermost)
        where used.Assembly == type.Assembly && ByType.ContainsKey(NameOf(used)) && Of(used) != Of(type)
        select new Arrow(Of(type), Of(used), type.Name, used.Name);

    private static Dictionary<string, string> Declared()
    {
        Dictionary<string, string> folders = new(StringComparer.Ordinal);
        foreach ((string file, string text) in Sources.All)
            foreach (Match declaration in Declaration().Matches(text))
                folders[declaration.Groups["name"].Value] = Path.GetDirectoryName(file) is { Length: > 0 } folder ? folder.Replace('\\', '/') : Front;
        return folders;
    }

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    private static string NameOf(Type type) => type.Name.Split('`')[0];

    // Types that are not nested begin at the margin.
    [GeneratedRegex(@"^(?:\w+ )+?(?:class|interface|enum|record struct|record|struct|delegate \S+) (?<name>\w+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Declaration();

    /// <summary>A use of a type by another one.</summary>
    internal sealed record Arrow(string From, string To, string User, string Used)
    {
        public override string ToString() => $"{From} uses {To}: {User} uses {Used}";
    }
}
