using System.Globalization;
using System.Text.RegularExpressions;

namespace CapacityRouting.Storm.Calls;

/// <summary>Finds a call by what its request says. Immutable.</summary>
internal sealed partial class CallBook(IEnumerable<StormCall> calls)
{
    /// <summary>The words before a call's number.</summary>
    public const string Sign = "This is call ";

    private readonly Dictionary<int, StormCall> _calls = All(calls).ToDictionary(call => call.Plan.Number);

    /// <summary>The calls, and those that are made by reading a stream once more.</summary>
    public static IEnumerable<StormCall> All(IEnumerable<StormCall> calls) => calls.SelectMany(call => call.Again is { } again ? new[] { call, again } : [call]);

    /// <param name="request">A text with the call's sign in it.</param>
    public StormCall Find(string request) => _calls[int.Parse(Signs().Match(request).Groups["number"].ValueSpan, CultureInfo.InvariantCulture)];

    [GeneratedRegex("This is call (?<number>-?[0-9]+)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Signs();
}
