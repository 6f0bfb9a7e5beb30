using CapacityRouting.Storm.Plans;

namespace CapacityRouting.Storm.Scripts;

/// <summary>What a model does in one attempt, step by step: the same over HTTP and without.</summary>
internal sealed class AnswerScript
{
    // What a model says that has said its last word.
    private const string Stray = "stray ";
    private const int LongestPiece = 12;
    private const int MostThoughts = 3;

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
    /// <param name="mark">Names what it has beside the text.</param>
    public static AnswerScript For(AttemptPlan plan, string answer, string given, string mark)
    {
        Random random = new(plan.Seed);
        if (plan.Fault is >= StormFault.Refused and <= StormFault.Silence)
            return new(plan, [new(StepKind.Fault)], FaultPosition.BeforeHeaders);
        List<ScriptStep> steps = [.. Enumerable.Repeat(new ScriptStep(StepKind.Lifecycle), plan.Lifecycle)];
        List<ScriptStep> pieces = Pieces(NumberedWords.Rest(answer, given, plan.Seam, random), random);
        AddExtra(pieces, plan.Extra, mark, random);
        return plan.Fault is >= StormFault.Cut and <= StormFault.CurrentThrows ? Breaking(plan, steps, pieces) : Whole(plan, steps, pieces);
    }

    private static AnswerScript Breaking(AttemptPlan plan, List<ScriptStep> steps, List<ScriptStep> pieces)
    {
        int at = plan.At % (pieces.Count + 1);
        steps.AddRange(pieces.Take(at));
        steps.Add(new(StepKind.Fault));
        int written = pieces.Take(at).Count(piece => piece.Kind == StepKind.Text);
        return new(plan, steps, written == 0 ? FaultPosition.BeforeFirstWord : at == pieces.Count ? FaultPosition.AfterLastWord : FaultPosition.Amid);
    }

    private static AnswerScript Whole(AttemptPlan plan, List<ScriptStep> steps, List<ScriptStep> pieces)
    {
        steps.AddRange(pieces);
        steps.Add(new(StepKind.Finish));

        // A model that has called a function has not said its last word: text may follow.
        if (plan.Fault == StormFault.TextAfterFinish && plan.Extra != Extra.Call)
            steps.Add(new(StepKind.Text, Stray));
        if (plan.Fault is StormFault.CutAfterFinish or StormFault.StallAfterFinish)
            steps.Add(new(StepKind.Fault));
        if (plan.Fault != StormFault.NoUsage)
            steps.Add(new(StepKind.Usage));
        steps.Add(new(StepKind.End));
        return new(plan, steps, plan.Fault == StormFault.None ? null : FaultPosition.AfterFinish);
    }

    private static void AddExtra(List<ScriptStep> pieces, Extra extra, string mark, Random random)
    {
        // Before or after the text: within it a repetition could not be told.
        if (extra == Extra.Call)
            pieces.Insert(random.Next(2) * pieces.Count, new(StepKind.Call, $"call {mark}"));
        if (extra == Extra.SignedReasoning)
            pieces.Insert(0, new(StepKind.Signature, $"signature {mark}"));
        if (extra is Extra.Reasoning or Extra.SignedReasoning)
            pieces.InsertRange(0, Enumerable.Range(0, 1 + random.Next(MostThoughts)).Select(number => new ScriptStep(StepKind.Reasoning, $"thought {mark}.{number} ")));
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
