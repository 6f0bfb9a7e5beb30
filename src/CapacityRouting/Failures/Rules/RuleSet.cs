using CapacityRouting.Failures.Providers;

namespace CapacityRouting.Failures.Rules;

/// <summary>Rules prepared for use: lines in the order of their turn, with an index of error codes and one of phrases. Immutable.</summary>
internal sealed class RuleSet
{
    private readonly RuleLine[] _lines;
    private readonly CodeIndex _codes = new();
    private readonly PhraseIndex _phrases;

    public RuleSet(IEnumerable<FailureRule> rules)
    {
        _lines = [.. rules.SelectMany(LinesOf).OrderBy(line => line.Turn)];
        List<Phrase> phrases = [];
        for (int id = 0; id < _lines.Length; id++)
        {
            RuleLine line = _lines[id];
            if (line.IsCode)
                _codes.Add(line.Text, id);
            if (!line.IsCode || Words.IsIdentifier(line.Text))
                phrases.Add(new(line.Text, id, isWhole: line.IsCode));
        }
        _phrases = new(phrases);
    }

    public Reading Begin(int status) => new(this, status);

    private static IEnumerable<RuleLine> LinesOf(FailureRule rule) =>
        [.. rule.Codes.Select(code => new RuleLine(rule, code, IsCode: true)), .. rule.Phrases.Select(phrase => new RuleLine(rule, phrase, IsCode: false))];

    /// <summary>One reading of a failure's signals. Of all lines that match, the first in turn wins.</summary>
    internal ref struct Reading(RuleSet rules, int status)
    {
        private FirstMatches _fitting = new();
        private int _code = FirstMatches.None;
        private ReadOnlySpan<char> _ownCode = [];

        /// <summary>The line that decides. Null when no line matches.</summary>
        public readonly RuleLine? Line => _fitting.First is not FirstMatches.None and int first ? rules._lines[first] : null;

        /// <summary>The error code that decided, else the best known one seen, else the provider's own.</summary>
        public readonly string? Code =>
            Line is { IsCode: true } line ? line.Text : _code != FirstMatches.None ? rules._lines[_code].Text : _ownCode.IsEmpty ? null : _ownCode.ToString();

        /// <summary>Notes a whole value that is or may be an error code.</summary>
        public void ReadCode(ReadOnlySpan<char> code)
        {
            for (int id = rules._codes.Find(code, 0); id >= 0; id = rules._codes.Find(code, id + 1))
                Take(id);
        }

        /// <summary>Notes the error codes and phrases of a plain text.</summary>
        public void ReadText(PlainText text)
        {
            foreach (ErrorField field in new ErrorFields(text.Text))
            {
                if (field.NamesACode)
                    ReadCode(field.Value);
                if (_ownCode.IsEmpty && field.IsOwnCode)
                    _ownCode = field.Value;
            }
            foreach (int id in rules._phrases.In(text.Lower))
                Take(id);
        }

        /// <summary>Notes the phrases of a message in a header.</summary>
        public void ReadMessage(string message)
        {
            foreach (int id in rules._phrases.In(message.ToLowerInvariant()))
                Take(id);
        }

        private void Take(int id)
        {
            RuleLine line = rules._lines[id];
            if (line.IsCode)
                _code = Math.Min(_code, id);
            if (line.Holds(status))
                _fitting.Take(id, line);
        }
    }
}
