using System.Globalization;
using System.Text;
using System.Text.Json;
using CapacityRouting.Simulation.Tool.Runs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace CapacityRouting.Simulation.Tool.Input;

/// <summary>
/// Reads a file of routes, and lets the library itself check its section. The order of the routes is that of the document, since
/// configuration sorts its keys.
/// </summary>
internal sealed class RoutesFileReader(string path, InputErrors errors)
{
    private const string SectionKey = "CapacityRouting";

    /// <summary>The file. Null when it has errors, which are then in the error list.</summary>
    public static RoutesFile? Read(string path, InputErrors errors) => new RoutesFileReader(path, errors).Read(File.ReadAllText(path));

    private RoutesFile? Read(string text)
    {
        int before = errors.Count;
        if (SettingParser.Parse(text, path, errors) is not { } root || errors.Count > before)
            return null;
        SettingNode section = root.Member(SectionKey) ?? root;
        string[] names = [.. (section.Member("Routes")?.Members ?? []).Select(route => route.Key)];
        CheckNames(section, names);
        if (errors.Count > before)
            return null;
        SimulationSettings simulation = root.Member(SimulationReader.Key) is { } node ? Simulation(node, names) : new();
        RoutesFile file = new()
        {
            Path = path,
            Text = text,
            Section = section,
            RouteNames = names,
            Configuration = SectionOf(text, isRoot: ReferenceEquals(section, root)),
            Simulation = simulation,
        };
        RoutesFile? understood = Understood(file, root);
        return errors.Count > before ? null : understood;
    }

    private SimulationSettings Simulation(SettingNode node, string[] names)
    {
        if (node.Kind == JsonValueKind.Object)
            return SimulationReader.Read(new(node, SimulationReader.Key, path, errors), names);
        errors.Add(path, node.Line, $"{SimulationReader.Key}: must be an object.");
        return new();
    }

    private void CheckNames(SettingNode section, string[] names)
    {
        foreach (string name in names)
            if (string.IsNullOrWhiteSpace(name) || name.Contains(':', StringComparison.Ordinal))
                errors.Add(path, section.Member("Routes")!.Member(name)!.Line, $"Routes:{name}: the name of a route must not be empty, nor have a colon in it.");
    }

    /// <summary>At the root, the simulation's own object stands among the library's settings. The library would refuse it.</summary>
    private static IConfiguration SectionOf(string text, bool isRoot)
    {
        using MemoryStream json = new(Encoding.UTF8.GetBytes(text));
        IConfigurationRoot all = new ConfigurationBuilder().AddJsonStream(json).Build();
        return isRoot
            ? new ConfigurationBuilder().AddInMemoryCollection(all.AsEnumerable().Where(setting => !IsSimulation(setting.Key))).Build()
            : all.GetSection(SectionKey);
    }

    private static bool IsSimulation(string key) => string.Equals(key.Split(ConfigurationPath.KeyDelimiter, 2)[0], SimulationReader.Key, StringComparison.OrdinalIgnoreCase);

    /// <summary>Makes a router from the file: the library then checks the settings and shows its reading of them.</summary>
    private RoutesFile? Understood(RoutesFile file, SettingNode root)
    {
        try
        {
            return file with { Routes = RouterFactory.Snapshot(file), Patience = PatienceOf(file.Configuration) };
        }
        catch (OptionsValidationException refused)
        {
            foreach (string failure in refused.Failures)
                errors.Add(path, LineOf(failure, file.Section, root), failure);
            return null;
        }
    }

    /// <summary>The line of the setting that a failure names before its reason, or of its nearest parent.</summary>
    private static int LineOf(string failure, SettingNode section, SettingNode root)
    {
        string setting = failure.Split(": ", 2)[0];
        for (; setting.Length > 0; setting = setting[..Math.Max(0, setting.LastIndexOf(':'))])
            if ((section.Find(setting) ?? root.Find(setting)) is { } node)
                return node.Line;
        return section.Line;
    }

    private static TimeSpan PatienceOf(IConfiguration section) => section[nameof(CapacityRoutingOptions.MaxWait)] is { } text
        ? TimeSpan.Parse(text, CultureInfo.InvariantCulture)
        : new CapacityRoutingOptions().MaxWait;
}
