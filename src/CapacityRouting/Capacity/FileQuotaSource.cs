using CapacityRouting.Capacity;

namespace CapacityRouting;

/// <summary>Keeps levels in a small JSON file, which is replaced whole: who reads it finds the old one or the new one.</summary>
/// <remarks>Thread-safe. A file belongs to one router of one process: of two that share it, the last to save wins.</remarks>
public sealed class FileQuotaSource : IQuotaSource
{
    private readonly string _path;

    /// <summary>Names the file. It is made, with its folder, when something is saved.</summary>
    /// <param name="path">Its path; a relative one counts from the current directory of now.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty.</exception>
    public FileQuotaSource(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        _path = Path.GetFullPath(path);
    }

    /// <inheritdoc/>
    /// <exception cref="FormatException">The file is damaged, or of a later version.</exception>
    /// <exception cref="IOException">It can't be read.</exception>
    public IReadOnlyList<QuotaUsage> Load() => File.Exists(_path) ? UsageFile.Read(File.ReadAllBytes(_path)) : [];

    /// <inheritdoc/>
    /// <exception cref="IOException">It can't be written.</exception>
    public void Save(IReadOnlyList<QuotaUsage> levels)
    {
        ArgumentNullException.ThrowIfNull(levels);
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        string fresh = _path + ".new";
        using (FileStream file = new(fresh, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            UsageFile.Write(levels, file);
            file.Flush(flushToDisk: true);
        }

        File.Move(fresh, _path, overwrite: true);
    }
}
