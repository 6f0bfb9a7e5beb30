using System.Globalization;

namespace CapacityRouting.Queue.Running;

/// <summary>How large the figures are: the same for both commits.</summary>
internal sealed record BenchmarkSettings
{
    private const int QuickRounds = 20_000;

    /// <summary>Small sizes, which show that the program works and say little of the library.</summary>
    public bool IsQuick { get; init; }

    /// <summary>Rounds in which a wake-up could be lost, in all; null for the default.</summary>
    public int? WakeUpRounds { get; init; }

    /// <summary>The longest that the preparation of a cell or one measurement of it may take.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(60);

    public int Rounds => WakeUpRounds ?? (IsQuick ? QuickRounds : 1_000_000);

    /// <summary>One of two sizes.</summary>
    public T Pick<T>(T quick, T full) => IsQuick ? quick : full;

    /// <summary>The arguments that give another process the same settings.</summary>
    public IEnumerable<string> ToArguments()
    {
        yield return "--rounds";
        yield return Rounds.ToString(CultureInfo.InvariantCulture);
        yield return "--limit";
        yield return ((int)Limit.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        if (IsQuick)
            yield return "--quick";
    }
}
