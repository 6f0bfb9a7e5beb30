using QuickStart.Load;

namespace QuickStart.Views;

/// <summary>Shows a run while it is under way, and its figures afterwards.</summary>
internal interface IRunView
{
    /// <summary>Shows the run until it has ended.</summary>
    Task ShowAsync(RunWatch watch, Task run);

    void Conclude(RunSummary summary);
}
