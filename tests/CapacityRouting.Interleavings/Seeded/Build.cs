using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CapacityRouting.Interleavings.Seeded;

/// <summary>This project compiled anew, as it is or with a bug in it, and loaded beside itself for as long as it is used.</summary>
internal sealed class Build : IDisposable
{
    private static readonly Lazy<CSharpCompilation> AsItIs = new(() => CSharpCompilation.Create(
        typeof(Build).Assembly.GetName().Name,
        Sources.Trees.Value,
        References,
        new(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, optimizationLevel: OptimizationLevel.Release, generalDiagnosticOption: ReportDiagnostic.Suppress)));

    private readonly AssemblyLoadContext _context = new(nameof(Build), isCollectible: true);
    private readonly Assembly _assembly;

    private Build(CSharpCompilation compilation)
    {
        using MemoryStream image = new();
        var result = compilation.Emit(image);
        if (!result.Success)
            throw new InvalidOperationException(string.Join(Environment.NewLine, result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Take(5)));
        image.Position = 0;
        _assembly = _context.LoadFromStream(image);
    }

    // All that this project itself was loaded with, but for itself.
    private static IEnumerable<MetadataReference> References =>
        from path in ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
        where Path.GetFileName(path) != Path.GetFileName(typeof(Build).Assembly.Location)
        select MetadataReference.CreateFromFile(path);

    public static Build OfSources() => new(AsItIs.Value);

    public static Build With(SeededBug bug)
    {
        SyntaxTree seeded = Sources.With(bug);
        return new(AsItIs.Value.ReplaceSyntaxTree(AsItIs.Value.SyntaxTrees.Single(tree => tree.FilePath == seeded.FilePath), seeded));
    }

    /// <summary>Runs a scenario there; of a theory, row by row until one fails.</summary>
    /// <returns>What it threw; null for nothing.</returns>
    public Exception? Run(Type type, string scenario)
    {
        Type there = _assembly.GetType(type.FullName!, throwOnError: true)!;
        MethodInfo method = there.GetMethod(scenario) ?? throw new InvalidOperationException($"{type.Name} has no {scenario}.");
        return RowsOf(method).Select(row => Thrown(method, Activator.CreateInstance(there)!, row)).FirstOrDefault(thrown => thrown is not null);
    }

    public void Dispose() => _context.Unload();

    private static IEnumerable<object[]> RowsOf(MethodInfo method)
    {
        Xunit.Sdk.DataAttribute[] data = [.. method.GetCustomAttributes<Xunit.Sdk.DataAttribute>()];
        return data.Length == 0 ? [[]] : data.SelectMany(each => each.GetData(method));
    }

    private static Exception? Thrown(MethodInfo method, object target, object[] row) =>
        Record.Exception(() => method.Invoke(target, row)) is { } thrown ? thrown.InnerException ?? thrown : null;
}
