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
        ["The first answers are collected without a lock"] = new(
            "LearnedTimes.cs",
            """
                    lock (_gate)
                    {
                        _secondLongest
            """,
            """
                    {
                        _secondLongest
            """,
            typeof(LearningInterleavings), nameof(LearningInterleavings.Observe_TheLastTwoOfTheFirstTwentyAtOnce_AreAsIfOneCameAfterTheOther)),
        ["Answers that are given up are counted without a lock"] = new(
            "LearnedTimes.cs",
            """
                    lock (_gate)
                    {
                        // An answer that had less time
            """,
            """
                    {
                        // An answer that had less time
            """,
            typeof(LearningInterleavings), nameof(LearningInterleavings.GivenUp_TwoAtOnce_AreAsIfOneCameAfterTheOther)),
        ["An answer is watched without a fence"] = new(
            "PendingAnswers.cs",
            "Atomic.Exchange(ref _due[place], due);",
            "Atomic.VolatileWrite(ref _due[place], due);",
            typeof(LearningInterleavings), nameof(LearningInterleavings.Add_AnAnswerDuringALook_IsSeenByTheNextLook)),
    };
}
