using System.Runtime.InteropServices;

namespace CapacityRouting.Failures.Rules;

/// <summary>An index of error codes by their whole text. Case is ignored. A look-up takes a span and allocates nothing.</summary>
internal sealed class CodeIndex
{
    private const int Buckets = 1024;

    private readonly List<Entry>?[] _buckets = new List<Entry>?[Buckets];

    public void Add(string code, int id) => (_buckets[BucketOf(code)] ??= []).Add(new(code, id));

    /// <summary>The first id of this code that is at least <paramref name="from"/>, or -1. The next id is found from the last one plus one.</summary>
    public int Find(ReadOnlySpan<char> code, int from)
    {
        foreach (Entry entry in CollectionsMarshal.AsSpan(_buckets[BucketOf(code)]))
            if (entry.Id >= from && code.Equals(entry.Code, StringComparison.OrdinalIgnoreCase))
                return entry.Id;
        return -1;
    }

    private static int BucketOf(ReadOnlySpan<char> code) =>
        string.GetHashCode(code, StringComparison.OrdinalIgnoreCase) & (Buckets - 1);

    private readonly record struct Entry(string Code, int Id);
}
