namespace CapacityRouting.Storm.Plans;

/// <summary>What one attempt of a call meets.</summary>
/// <param name="Fault">What goes wrong.</param>
/// <param name="At">Draws the pieces of text before it goes wrong, from none to all.</param>
/// <param name="Lifecycle">Updates without content at its beginning.</param>
/// <param name="Seam">How it goes on from a part of an answer.</param>
/// <param name="Flaws">What is wrong with its client.</param>
/// <param name="Extra">What its answer has beside the text.</param>
/// <param name="Seed">Draws its pieces and its pauses.</param>
internal sealed record AttemptPlan(StormFault Fault, int At, int Lifecycle, Seam Seam, ClientFlaws Flaws, Extra Extra, int Seed)
{
    /// <summary>For what is done one way or the other.</summary>
    public bool IsEven => Seed % 2 == 0;

    /// <summary>Nothing goes wrong.</summary>
    public static AttemptPlan Good { get; } = new(StormFault.None, 0, 1, Seam.Exact, ClientFlaws.None, Extra.None, 1);
}
