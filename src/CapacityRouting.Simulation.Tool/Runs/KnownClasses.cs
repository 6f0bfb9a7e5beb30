using CapacityRouting.Simulation.Tool.Input;

namespace CapacityRouting.Simulation.Tool.Runs;

/// <summary>Finds calls whose class no router knows. Without this check a run would refuse them only after all other input was read.</summary>
internal static class KnownClasses
{
    private static readonly string[] Names = Enum.GetNames<RequestPriority>();

    public static void Check(string path, Workload workload, InputErrors errors)
    {
        IEnumerable<string> unknown = workload.Calls.Select(call => call.Class).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).Where(word => !Names.Contains(word, StringComparer.OrdinalIgnoreCase));
        foreach (string word in unknown)
            errors.Add(path, $"{path}: class: '{word}' is not one of {string.Join(", ", Names)}");
    }
}
