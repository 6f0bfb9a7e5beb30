using Microsoft.Extensions.Configuration;

namespace CapacityRouting.Simulation.Tool.Input;

/// <summary>A configuration of routes that the library has accepted, with the simulated world around it.</summary>
internal sealed record RoutesFile
{
    /// <summary>The file, as the user named it.</summary>
    public required string Path { get; init; }

    /// <summary>The file's text, for display.</summary>
    public required string Text { get; init; }

    /// <summary>The library's section, with the lines of its keys.</summary>
    public required SettingNode Section { get; init; }

    /// <summary>The routes in the order of the document, the preferred one first.</summary>
    public required IReadOnlyList<string> RouteNames { get; init; }

    /// <summary>The library's section, without anything that is not the library's.</summary>
    public required IConfiguration Configuration { get; init; }

    public required SimulationSettings Simulation { get; init; }

    /// <summary>The routes as the library reads their settings.</summary>
    public IReadOnlyList<RouteSnapshot> Routes { get; init; } = [];

    /// <summary>How long a call may wait for capacity.</summary>
    public TimeSpan Patience { get; init; }

    /// <summary>The file's name in reports.</summary>
    public string Name => System.IO.Path.GetFileName(Path);
}
