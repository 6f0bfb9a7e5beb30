using System.Runtime.CompilerServices;

namespace CapacityRouting.Interleavings.Tools;

/// <summary>A store on its way to memory; or the release of a lock, which is a store that the next one to enter must see.</summary>
internal readonly ref struct PendingStore
{
    private readonly ref byte _word;
    private readonly object? _before;

    private PendingStore(ref byte word, object? before, object? value)
    {
        _word = ref word;
        _before = before;
        Value = value;
    }

    /// <summary>What is stored, a number in a box; of a lock, its object.</summary>
    public object? Value { get; }

    public bool IsRelease => Unsafe.IsNullRef(ref _word);

    public static PendingStore To<T>(ref T word, T value) => new(ref Unsafe.As<T, byte>(ref word), word, value);

    public static PendingStore ReleaseOf(object gate) => new(ref Unsafe.NullRef<byte>(), before: null, gate);

    public bool IsReleaseOf(object gate) => IsRelease && ReferenceEquals(Value, gate);

    public bool IsTo(ref byte word) => Unsafe.AreSame(ref _word, ref word);

    public void Arrive() => Put(Value);

    /// <summary>Undoes the arrival, if no other program has run since.</summary>
    public void Withdraw() => Put(_before);

    private void Put(object? value)
    {
        if (IsRelease)
            return;
        if (value is long number)
            Unsafe.As<byte, long>(ref _word) = number;
        else if (value is int small)
            Unsafe.As<byte, int>(ref _word) = small;
        else
            Unsafe.As<byte, object?>(ref _word) = value;
    }
}
