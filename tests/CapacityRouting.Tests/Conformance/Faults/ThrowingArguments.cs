using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace CapacityRouting.Tests.Conformance.Faults;

/// <summary>Arguments of a call that throw on every read.</summary>
internal sealed class ThrowingArguments : IDictionary<string, object?>
{
    public int Count => throw Own();

    public bool IsReadOnly => true;

    public ICollection<string> Keys => throw Own();

    public ICollection<object?> Values => throw Own();

    public object? this[string key]
    {
        get => throw Own();
        set => throw Own();
    }

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => throw Own();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Add(string key, object? value) => throw Own();

    public void Add(KeyValuePair<string, object?> item) => throw Own();

    public void Clear() => throw Own();

    public bool Contains(KeyValuePair<string, object?> item) => throw Own();

    public bool ContainsKey(string key) => throw Own();

    public void CopyTo(KeyValuePair<string, object?>[] array, int arrayIndex) => throw Own();

    public bool Remove(string key) => throw Own();

    public bool Remove(KeyValuePair<string, object?> item) => throw Own();

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out object? value) => throw Own();

    private static NotSupportedException Own() => new("the arguments' own code");
}
