using CapacityRouting.Simulation.Tool.Commands;
using CapacityRouting.Simulation.Tool.Input;

namespace CapacityRouting.Simulation.Tool.Runs;

/// <summary>The whole input, read and checked.</summary>
internal sealed record RunInput(IReadOnlyList<RoutesFile> Files, Workload Workload)
{
    /// <summary>Reads all files, also after an error. Null when any of them has errors.</summary>
    public static RunInput? Read(RunRequest request, InputErrors errors)
    {
        RoutesFile[] files = [.. request.Routes.Select(path => RoutesFileReader.Read(path, errors)).OfType<RoutesFile>()];
        Workload? workload = WorkloadOf(request, errors);
        if (workload is not null)
            Check(request, files, workload, errors);
        return errors.Count > 0 ? null : new(files, workload!);
    }

    private static void Check(RunRequest request, RoutesFile[] files, Workload workload, InputErrors errors)
    {
        KnownClasses.Check(request.Workload, workload, errors);
        foreach (RoutesFile file in files)
            FittingRequests.Check(file, workload, errors);
    }

    private static Workload? WorkloadOf(RunRequest request, InputErrors errors)
    {
        try
        {
            Workload workload = WorkloadFile.Read(request.Workload);
            return request.Speed == 1 ? workload : workload.Scale(request.Speed);
        }
        catch (WorkloadFormatException malformed)
        {
            errors.Add(request.Workload, malformed.Message);
        }
        catch (ArgumentException tooLong)
        {
            errors.Add(request.Workload, $"--speed: {tooLong.Message}");
        }

        return null;
    }
}
