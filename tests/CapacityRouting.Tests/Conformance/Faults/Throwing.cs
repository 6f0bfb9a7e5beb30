using System.Collections;

namespace CapacityRouting.Tests.Conformance.Faults;

/// <summary>A list that counts one and throws as it is read.</summary>
internal sealed class Throwing<T> : IList<T>
{
    public int Count => 1;

    public bool IsReadOnly => true;

    public T this[int index]
    {
        get => throw new NotSupportedException("the answer's own code");
        set => throw new NotSupportedException();
    }

    public IEnumerator<T> GetEnumerator() => throw new NotSupportedException("the answer's own code");

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public int IndexOf(T item) => throw new NotSupportedException();

    public bool Contains(T item) => throw new NotSupportedException();

    public void CopyTo(T[] array, int arrayIndex) => throw new NotSupportedException();

    public void Insert(int index, T item) => throw new NotSupportedException();

    public void RemoveAt(int index) => throw new NotSupportedException();

    public void Add(T item) => throw new NotSupportedException();

    public void Clear() => throw new NotSupportedException();

    public bool Remove(T item) => throw new NotSupportedException();
}
