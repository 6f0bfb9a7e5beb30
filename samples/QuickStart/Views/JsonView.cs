using System.Text.Json;
using QuickStart.Load;

namespace QuickStart.Views;

/// <summary>Silent while the run goes on, then one line for a program to read.</summary>
internal sealed class JsonView(TextWriter output) : IRunView
{
    public Task ShowAsync(RunWatch watch, Task run) => run;

    public void Conclude(RunSummary summary) => output.WriteLine(JsonSerializer.Serialize(summary, JsonSerializerOptions.Web));
}
