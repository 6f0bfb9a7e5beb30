namespace CapacityRouting.Simulation.Tool.Tests.Tools;

/// <summary>As <see cref="BrowserFactAttribute"/>, for a theory.</summary>
internal sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute() => Skip = Chromium.WhyNot;
}
