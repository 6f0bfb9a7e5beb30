using CapacityRouting.Storm.Plans;

namespace CapacityRouting.Storm.Scripts;

/// <summary>What a model does in one attempt, step by step: the same over HTTP and without.</summary>
internal sealed class AnswerScript
{
    // What a model says that has said its last word.
    private const string Stray = "stray ";
    private const int LongestPiece = 12;

    private AnswerScript(AttemptPlan plan, List<ScriptStep> steps, FaultPosition? position)
    {
        Plan = plan;
        Steps = steps;
        Position = position;
    }

    public AttemptPlan Plan { get; }

    public IReadOnlyList<ScriptStep> Steps { get; }

    /// <summary>Where it goes wrong; null when nothing does.</summary>
    public FaultPosition? Position { get; }

    /// <param name="plan">What is planned.</param>
    /// <param name="answer">The call's whole answer.</param>
    /// <param name="given">The part of it that the request ends with.</param>
    public static AnswerScript For(AttemptPlan plan, string answer, string given)
    {
        Random random = new(plan.Seed);
        if (plan.Fault is >= StormFault.Refused and <= StormFault.Silence)
            return new(plan, [new(StepKind.Fault)], FaultPosition.BeforeHeaders);
        List<ScriptStep> steps = [.. Enumerable.Repeat(new ScriptStep(StepKind.Lifecycle), plan.Lifecycle)];
        List<ScriptStep> pieces = Pieces(NumberedWords.Rest(answer, given, plan.Seam, random), random);
        return plan.Fault is >= StormFault.Cut and <= StormFault.CurrentThrows ? Breaking(plan, steps, pieces) : Whole(plan, steps, pieces);
    }

    private static AnswerScript Breaking(AttemptPlan plan, List<ScriptStep> steps, List<ScriptStep> pieces)
    {
        int at = plan.At % (pieces.Count + 1);
        steps.AddRange(pieces.Take(at));
        steps.Add(new(StepKind.Fault));
        return new(plan, steps, at == 0 ? FaultPosition.BeforeFirstWord : at == pieces.Count ? FaultPosition.AfterLastWord : FaultPosition.Amid);
    }

    private static AnswerScript Whole(AttemptPlan plan, List<ScriptStep> steps, List<ScriptStep> pieces)
    {
        steps.AddRange(pieces);
        steps.Add(new(StepKind.Finish));
        if (plan.Fault == StormFault.TextAfterFinish)
            steps.Add(new(StepKind.Text, Stray));
        if (plan.Fault is StormFault.CutAfterFinish or StormFault.StallAfterFinish)
            steps.Add(new(StepKind.Fault));
        if (plan.Fault != StormFault.NoUsage)
            steps.Add(new(StepKind.Usage));
        steps.Add(new(StepKind.End));
        return new(plan, steps, plan.Fault == StormFault.None ? null : FaultPosition.AfterFinish);
    }

    private static List<ScriptStep> Pieces(string text, Random random)
    {
        List<ScriptStep> pieces = [];
        for (int at = 0; at < text.Length;)
        {
            int length = Math.Min(1 + random.Next(LongestPiece), text.Length - at);
            pieces.Add(new(StepKind.Text, text.Substring(at, length)));
            at += length;
        }

        return pieces;
    }
}
