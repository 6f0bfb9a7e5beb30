namespace CapacityRouting.Interleavings.Seeded;

/// <summary>Of what calls teach.</summary>
internal static partial class SeededBugs
{
    private static Dictionary<string, SeededBug> OfLearning => new(StringComparer.Ordinal)
    {
        ["A slow start widens for each look"] = new(
            "SlowStart.cs",
            "now >= due && Atomic.CompareAndSwap(ref _widensAt, due, now + _patience);",
            "now >= due && Atomic.Exchange(ref _widensAt, now + _patience) < Clock.Never;",
            typeof(LearningInterleavings), nameof(LearningInterleavings.Look_TwoAtOnce_WidenTheRampOnce)),
        ["A guess takes the place of a stated window"] = new(
            "LearnedWindow.cs",
            "if (Atomic.CompareAndSwap(ref _known, before, learned))",
            "if (Atomic.Exchange(ref _known, learned) != learned)",
            typeof(LearningInterleavings), nameof(LearningInterleavings.Learn_AGuessWhileAFigureIsStated_KeepsTheFigure)),
        ["First contents are observed without a lock"] = new(
            "FirstTokenTimes.cs",
            """
                    lock (_gate)
                    {
                        _lateInARow = 0;
            """,
            """
                    {
                        _lateInARow = 0;
            """,
            typeof(LearningInterleavings), nameof(LearningInterleavings.TimedOut_WhileAFirstContentComes_IsAsIfOneCameAfterTheOther)),
        ["Late streams are counted without a lock"] = new(
            "FirstTokenTimes.cs",
            """
                    lock (_gate)
                    {
                        // A stream that had less time
            """,
            """
                    {
                        // A stream that had less time
            """,
            typeof(LearningInterleavings), nameof(LearningInterleavings.TimedOut_TwoAtOnce_AreAsIfOneCameAfterTheOther)),
    };
}
