using System.Runtime.InteropServices;

namespace CapacityRouting.Atomics;

/// <summary>
/// Words that share no cache line with any other object: without false sharing, threads on one route never slow another.
/// The memory is pinned, as the garbage collector must not move an aligned block.
/// </summary>
internal sealed class AlignedWords
{
    // Processors prefetch adjacent 64-byte lines in pairs, so 128 bytes separate two objects everywhere.
    private const int LineBytes = 128;
    private const int LineWords = LineBytes / sizeof(long);

    private readonly long[] _block;
    private readonly int _first;

    public AlignedWords(int count)
    {
        int lines = (count + LineWords - 1) / LineWords;
        _block = GC.AllocateArray<long>((lines + 1) * LineWords, pinned: true);
        nint address = Marshal.UnsafeAddrOfPinnedArrayElement(_block, 0);
        _first = (int)((LineBytes - (address % LineBytes)) % LineBytes / sizeof(long));
    }

    public ref long this[int index] => ref _block[_first + index];
}
