using System.Runtime.CompilerServices;
using CapacityRouting.Capacity.Persistence;

namespace CapacityRouting;

/// <summary>Keeps the use of long limits in a small JSON file. Each save replaces the file as a whole: a reader finds the old one or the new one.</summary>
/// <remarks>
/// <para>
/// Not thread-safe: make one call at a time, as a router does. A file belongs to one router of one process: of two that share it, the last save wins. Beside the file are
/// <c>.new</c>, which is being written and never read, and <c>.old</c>, the file before.
/// </para>
/// <para>
/// A save is on disk before it takes the file's place. A process that is killed at any moment leaves a whole file. After a power cut the file may be one of some seconds before, as .NET cannot flush a folder.
/// </para>
/// <para>
/// A damaged file is never read as zero use, and never overwritten. Loading throws. Where <c>.old</c> is whole, the load keeps the damaged file as <c>.damaged</c> and puts
/// <c>.old</c> in its place, which the next load reads. Otherwise the file stays as it is, and loading throws until an operator has mended or deleted it. A file of a later version also stays as it is.
/// <c>.old</c> lacks the last step: so much may be spent once more.
/// Where the file is missing, <c>.old</c> counts: a process may end between the two steps of a replacement. To begin anew, delete both.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// services.AddSingleton&lt;IQuotaSource&gt;(new FileQuotaSource("/var/lib/assistant/quota.json"));
/// services.AddCapacityAwareFallback(routing => routing
///     .AddRoute("gpt", gpt, route => route.Limits = new() { TokensPerDay = 2_000_000 })
///     .AddRoute("local", local));
/// </code>
/// </example>
public sealed class FileQuotaSource : IQuotaSource
{
    private readonly string _path;

    /// <summary>Sets the path of the file. The first save makes it, with its folder.</summary>
    /// <param name="path">The path. A relative one counts from the current directory at this moment.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty.</exception>
    public FileQuotaSource(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        _path = Path.GetFullPath(path);
    }

    private string Fresh => _path + ".new";

    private string Previous => _path + ".old";

    private string Damaged => _path + ".damaged";

    /// <inheritdoc/>
    /// <exception cref="FormatException">The file is damaged. Loading again reads the version before it, if that is intact.</exception>
    /// <exception cref="NotSupportedException">The file is of a later version.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The process may not read the file.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async ValueTask<IReadOnlyList<QuotaUsage>> LoadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        bool isThere = File.Exists(_path);
        string path = isThere ? _path : Previous;
        if (!File.Exists(path))
            return [];
        byte[] content = await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
        try
        {
            return UsageFile.Read(content);
        }
        catch (FormatException)
        {
            if (isThere && await IsWholeAsync(Previous, cancellationToken).ConfigureAwait(false))
                File.Replace(Previous, _path, Damaged, ignoreMetadataErrors: true);
            throw;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentNullException"><paramref name="usages"/> is null.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The process may not write the file.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled; the file is as it was.</exception>
    public async ValueTask SaveAsync(IReadOnlyList<QuotaUsage> usages, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(usages);
        cancellationToken.ThrowIfCancellationRequested();
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        await WriteAsync(UsageFile.ContentOf(usages), cancellationToken).ConfigureAwait(false);

        // A save that is no longer waited for must not replace the save of a later router.
        cancellationToken.ThrowIfCancellationRequested();
        if (File.Exists(_path))
            File.Replace(Fresh, _path, Previous, ignoreMetadataErrors: true);
        else
            File.Move(Fresh, _path, overwrite: true);
    }

    private async Task WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        FileStream file = new(Fresh, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
        await using ConfiguredAsyncDisposable end = file.ConfigureAwait(false);
        await file.WriteAsync(content, cancellationToken).ConfigureAwait(false);

        // On disk before the rename: otherwise a power cut may leave the name without the content.
        file.Flush(flushToDisk: true);
    }

    private static async Task<bool> IsWholeAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
            return false;
        byte[] content = await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
        try
        {
            UsageFile.Read(content);
            return true;
        }
        catch (Exception thrown) when (thrown is FormatException or NotSupportedException)
        {
            return false;
        }
    }
}
