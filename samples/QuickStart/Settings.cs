namespace QuickStart;

/// <summary>What the user asked for. Real calls cost money, so that <c>--live</c> sends fewer unless told otherwise.</summary>
internal sealed record Settings
{
    private readonly int? _calls;
    private readonly double? _rate;

    public int Calls
    {
        get => _calls ?? (Live ? 20 : 300);
        init => _calls = value;
    }

    /// <summary>Calls a second.</summary>
    public double Rate
    {
        get => _rate ?? (Live ? 2 : 20);
        init => _rate = value;
    }

    public int Seed { get; init; } = 1;

    public bool Json { get; init; }

    public bool Live { get; init; }

    public bool Help { get; init; }

    public TimeSpan ExpectedDuration => TimeSpan.FromSeconds(Calls / Rate);
}
