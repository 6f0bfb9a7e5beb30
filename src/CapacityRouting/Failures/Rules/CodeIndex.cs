using System.Runtime.InteropServices;

namespace CapacityRouting.Failures.Rules;

/// <summary>Codes by their whole text, without regard to case, looked up by span: to ask allocates nothing.</summary>
internal sealed class CodeIndex
{
    private const int Buckets = 1024;

    private readonly List<Entry>?[] _buckets = new List<Entry>?[Buckets];

    public void Add(string code, int id) => (_buckets[BucketOf(code)] ??= []).Add(new(code, id));

    /// <summary>The first id of this code that is not below <paramref name="from"/>; -1 for none. Ask again from the next one up for more.</summary>
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
