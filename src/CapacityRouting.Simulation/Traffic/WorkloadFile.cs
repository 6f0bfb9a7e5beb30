using CapacityRouting.Simulation.Traffic;

namespace CapacityRouting.Simulation;

/// <summary>Workloads as files: comma-separated values with a header, one call a line.</summary>
/// <remarks>
/// <para>
/// The columns <c>offset_s</c> (seconds since the start, in order), <c>input_tokens</c> and <c>output_tokens</c> are required; <c>class</c>, <c>tenant</c>, <c>session</c>,
/// <c>max_output_tokens</c> and <c>continuation</c> may be there, and may be empty. Their order does not matter, nor does the case of their names, and columns of other names are passed over.
/// Fields may be quoted as in RFC 4180, but end on their line. Blank lines mean nothing.
/// </para>
/// <para>An answer of 0 tokens, which real traces have, is read as one of 1 token. Thread-safe.</para>
/// </remarks>
public static class WorkloadFile
{
    private const string GzipExtension = ".gz";

    /// <summary>Reads a file, unpacked first if its name ends in <c>.gz</c>.</summary>
    /// <param name="path">The path of the file.</param>
    /// <returns>A workload with the name of the file, without its extensions.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty.</exception>
    /// <exception cref="WorkloadFormatException">The file has errors. The message has every error, with its line.</exception>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    public static Workload Read(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (!File.Exists(path))
            throw new FileNotFoundException($"There is no workload file '{path}'.", path);
        using TextReader reader = IsPacked(path) ? PackedFile.Open(path) : new StreamReader(path);
        return Read(reader, path);
    }

    internal static Workload Read(TextReader reader, string path) => new WorkloadReader(reader, path).Read(NameOf(path));

    /// <summary>Writes a workload so that it can be read again, with those of the optional columns that some call uses.</summary>
    /// <param name="workload">What to write. A text that is empty is read as none.</param>
    /// <param name="writer">Where to; left open.</param>
    /// <exception cref="ArgumentException">A class, tenant or session has a line break in it.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="workload"/> or <paramref name="writer"/> is null.</exception>
    public static void Write(Workload workload, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(workload);
        ArgumentNullException.ThrowIfNull(writer);
        WorkloadWriter.Check(workload);
        WorkloadWriter.Write(workload, writer);
    }

    private static string NameOf(string path)
    {
        string file = Path.GetFileName(path);
        string name = Path.GetFileNameWithoutExtension(IsPacked(file) ? file[..^GzipExtension.Length] : file);
        return string.IsNullOrWhiteSpace(name) ? file : name;
    }

    private static bool IsPacked(string path) => path.EndsWith(GzipExtension, StringComparison.OrdinalIgnoreCase);
}
