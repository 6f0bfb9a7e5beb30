using System.Runtime.CompilerServices;

namespace CapacityRouting.Interleavings.Tools;

/// <summary>
/// The stores of one program that the other programs cannot see yet, the oldest first. x86 calls this a store buffer; elsewhere it models a release store followed by
/// an acquiring load. The program itself sees its stores.
/// </summary>
/// <remarks>It holds references into objects, which only a stack can: it lies on that of its program.</remarks>
internal ref struct StoreBuffer
{
    private PendingStore _first;
    private PendingStore _second;
    private PendingStore _third;
    private PendingStore _fourth;

    /// <summary>How many stores are pending.</summary>
    public int Count { get; private set; }

    public readonly bool IsFull => Count == 4;

    /// <summary>Whether the program has gone on to a load with stores pending. Only then does it matter when they arrive.</summary>
    public bool IsHeldBack { get; private set; }

    public void HoldBack()
    {
        IsHeldBack = true;
        _fourth.Withdraw();
        _third.Withdraw();
        _second.Withdraw();
        _first.Withdraw();
    }

    public void Add(PendingStore store)
    {
        // The program may read its own word by plain reads, and until its next step no other program reads it.
        if (!IsHeldBack)
            store.Arrive();
        switch (Count++)
        {
            case 0:
                _first = store;
                break;
            case 1:
                _second = store;
                break;
            case 2:
                _third = store;
                break;
            default:
                _fourth = store;
                break;
        }
    }

    /// <summary>Takes out the oldest.</summary>
    public PendingStore Take()
    {
        PendingStore oldest = _first;
        _first = _second;
        _second = _third;
        _third = _fourth;
        _fourth = default;
        IsHeldBack &= --Count > 0;
        return oldest;
    }

    /// <summary>Whether the release of a lock is on its way.</summary>
    public readonly bool Releases(object gate) => _first.IsReleaseOf(gate) || _second.IsReleaseOf(gate) || _third.IsReleaseOf(gate) || _fourth.IsReleaseOf(gate);

    /// <summary>What the program itself has stored there last; memory's where nothing of it is pending.</summary>
    public readonly T Load<T>(ref readonly T word)
    {
        ref byte place = ref Unsafe.As<T, byte>(ref Unsafe.AsRef(in word));
        return _fourth.IsTo(ref place) ? (T)_fourth.Value!
            : _third.IsTo(ref place) ? (T)_third.Value!
            : _second.IsTo(ref place) ? (T)_second.Value!
            : _first.IsTo(ref place) ? (T)_first.Value!
            : word;
    }
}
