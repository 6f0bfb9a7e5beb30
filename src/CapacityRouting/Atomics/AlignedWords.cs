using System.Runtime.InteropServices;

namespace CapacityRouting.Atomics;

/// <summary>
/// Words that share no cache line with any other object, so that threads busy on one route never slow another.
/// The memory is pinned: an aligned block must not be moved by the collector.
/// </summary>
internal sealed class AlignedWords
{
    // Processors fetch neighbouring 64-byte lines in pairs; 128 bytes keep two objects apart everywhere.
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
