namespace CapacityRouting.Failures.RetryAfter;

/// <summary>One sentence of an error message: its subjects, and the figure in it that may be the context window.</summary>
internal struct WindowSentence
{
    // A bare number in brackets may be the provider's code. A code is seldom round.
    private const long RoundInBinary = 256;
    private const long RoundInDecimal = 1_000;
    private const long LongestCode = 9_999;

    private long _figure;
    private bool _isInTokens;
    private bool _isBracketed;
    private bool _isDoubtful;
    private bool _isOfOutput;
    private long _largestOther;
    private bool _namesContext;
    private bool _namesTokens;
    private bool _isTooMuch;

    public bool NamesInput { get; private set; }

    public bool NamesOutput { get; private set; }

    public bool NamesOtherUnits { get; private set; }

    /// <summary>Whether the sentence states two windows.</summary>
    public bool Contradicts { get; private set; }

    /// <summary>Whether the sentence states that the input is too large, whatever else it mentions.</summary>
    public readonly bool BlamesInput => NamesInput && _isTooMuch;

    /// <summary>The window that the sentence states. Null when it states none.</summary>
    public readonly long? Window => _figure > 0 && !_isOfOutput && !SpeaksOfOutputOnly && IsOfTokens ? _figure : null;

    private readonly bool SpeaksOfOutputOnly => NamesOutput && !NamesInput && !_namesContext;

    private readonly bool IsOfTokens =>
        _isInTokens || (!NamesOtherUnits && (_figure < _largestOther || (SpeaksOfTokens && (!_isBracketed || IsRound(_figure)))));

    private readonly bool SpeaksOfTokens => _namesTokens || _namesContext || NamesInput;

    public void Note(WindowWord word)
    {
        NamesInput |= word == WindowWord.Input;
        NamesOutput |= word == WindowWord.Output;
        NamesOtherUnits |= word == WindowWord.OtherUnit;
        _namesContext |= word == WindowWord.Context;
        _namesTokens |= word == WindowWord.Tokens;
        if (word == WindowWord.Exceeds && _isDoubtful)
            Demote();
        _isTooMuch |= word is WindowWord.Exceeds or WindowWord.Exceeded or WindowWord.Much;
    }

    /// <summary>Notes a figure that is not the window.</summary>
    public void NoteOther(long figure) => _largestOther = Math.Max(_largestOther, figure);

    /// <summary>Notes a figure that may be the window.</summary>
    /// <param name="figure">The figure.</param>
    /// <param name="isInTokens">Whether the figure has tokens as its unit.</param>
    /// <param name="isBracketed">Whether the figure is in brackets, as codes are.</param>
    /// <param name="isDoubtful">Whether the figure may be the request's own context, and the window follows.</param>
    public void NoteWindow(long figure, bool isInTokens, bool isBracketed, bool isDoubtful)
    {
        if (_figure > 0)
        {
            Contradicts |= figure != _figure;
            return;
        }

        _figure = figure;
        _isInTokens = isInTokens;
        _isBracketed = isBracketed;
        _isDoubtful = isDoubtful;
        _isOfOutput = SpeaksOfOutputOnly; // Decided here: a later mention of the context does not change it.
    }

    /// <summary>"The context of 9000 tokens exceeds ...": the figure was the request's.</summary>
    private void Demote()
    {
        NoteOther(_figure);
        _figure = 0;
        _isDoubtful = false;
    }

    private static bool IsRound(long figure) => figure % RoundInBinary == 0 || (figure > LongestCode && figure % RoundInDecimal == 0);
}
