namespace CapacityRouting.Failures.Rules;

/// <summary>
/// Finds the phrases that a text contains, in one pass. Phrases begin at the start of a word, so only such positions are looked
/// up. Three letters choose a list of candidates, and the next four leave hardly any of them to compare. <c>SearchValues&lt;string&gt;</c> is
/// not on .NET 8, and it returns the position of a match, not which phrase matched.
/// </summary>
internal sealed class PhraseIndex
{
    private const int KeyLength = 3;
    private const int Buckets = 4096;

    private readonly Candidate[] _candidates;
    private readonly int[] _starts = new int[Buckets + 1];

    // The ASCII characters with which phrases begin. A line of dots is skipped without a look-up.
    private readonly bool[] _begins = new bool[128];

    /// <param name="phrases">The phrases. Each has at least three characters before its first asterisk or question mark.</param>
    public PhraseIndex(IEnumerable<Phrase> phrases)
    {
        Phrase[] sorted = [.. phrases.OrderBy(phrase => BucketOf(phrase.Head))];
        _candidates = [.. sorted.Select(phrase => new Candidate(phrase))];
        foreach (Phrase phrase in sorted)
            _begins[Math.Min(phrase.Head[0], (char)(_begins.Length - 1))] = true;
        for (int bucket = 0, next = 0; bucket < Buckets; _starts[++bucket] = next)
            while (next < sorted.Length && BucketOf(sorted[next].Head) == bucket)
                next++;
    }

    /// <param name="text">The text, in lower case.</param>
    public Hits In(ReadOnlySpan<char> text) => new(this, text);

    private static int BucketOf(ReadOnlySpan<char> text) =>
        (((text[0] * 961) + (text[1] * 31)) ^ text[2]) & (Buckets - 1);

    /// <summary>Four letters in one 64-bit integer. Letters beyond the end are zero.</summary>
    private static ulong Pack(ReadOnlySpan<char> letters)
    {
        ulong packed = 0;
        for (int i = Math.Min(letters.Length, 4) - 1; i >= 0; i--)
            packed = (packed << 16) | letters[i];
        return packed;
    }

    private readonly struct Candidate(Phrase phrase)
    {
        private readonly ulong _letters = Pack(phrase.Head.AsSpan(KeyLength));
        private readonly ulong _mask = phrase.Head.Length >= KeyLength + 4 ? ulong.MaxValue : (1UL << (16 * (phrase.Head.Length - KeyLength))) - 1;

        public Phrase Phrase => phrase;

        public bool Goes(ulong letters) => (letters & _mask) == _letters;
    }

    /// <summary>The ids of the phrases found, in the order of the text. A repeated phrase gives a repeated id.</summary>
    internal ref struct Hits(PhraseIndex index, ReadOnlySpan<char> text)
    {
        private readonly ReadOnlySpan<char> _text = text;
        private int _at = -1;
        private ReadOnlySpan<Candidate> _left = [];
        private ulong _letters;

        public int Current { get; private set; }

        public readonly Hits GetEnumerator() => this;

        public bool MoveNext()
        {
            do
            {
                for (int i = 0; i < _left.Length; i++)
                {
                    if (!_left[i].Goes(_letters) || !_left[i].Phrase.IsAt(_text, _at))
                        continue;
                    Current = _left[i].Phrase.Id;
                    _left = _left[(i + 1)..];
                    return true;
                }
            }
            while (NextWord());
            return false;
        }

        // The fields are read once: nearly all of the time of a search is this loop.
        private bool NextWord()
        {
            ReadOnlySpan<char> whole = _text;
            ReadOnlySpan<bool> begins = index._begins;
            for (int at = _at + 1; at <= whole.Length - KeyLength; at++)
            {
                char first = whole[at];
                if (!(first < begins.Length ? begins[first] : begins[^1]) || !Words.BeginsAt(whole, at))
                    continue;
                int bucket = BucketOf(whole[at..]);
                _left = index._candidates.AsSpan(index._starts[bucket]..index._starts[bucket + 1]);
                if (_left.IsEmpty)
                    continue;
                _letters = Pack(whole[(at + KeyLength)..]);
                _at = at;
                return true;
            }

            _at = whole.Length;
            return false;
        }
    }
}
