namespace CapacityRouting.Failures.Rules;

/// <summary>The window of a refused limit, as the text or an error code states it: "tokens per day (TPD)", <c>...PerMinutePerProject</c>.</summary>
internal static class ScopeInText
{
    // Half a day. "Per 86400s" is a day's limit, and so is one with a stated wait of 57,829 seconds.
    private const long LongSeconds = 43_200;

    private static readonly string[] Day =
    [
        "per day", "per_day", "per-day", "/day", "/ day", "24 hours", "24h",
        "per week", "per_week", "/week", "per month", "per_month", "/month", "/ month",
    ];

    private static readonly string[] Minute =
    [
        "per minute", "per_minute", "per-minute", "per min", "per_min", "per-min", "/min", "/ min", "in a minute", "per 60s", "per 60 s",
        "per second", "per_second", "per-second", "/sec", "/ sec", "per 1s", "per 1 s",
    ];

    private static readonly PhraseIndex Phrases = new(
    [
        .. Day.Select(words => new Phrase(words, (int)FailureScope.Day)),
        .. new[] { "tpd", "rpd", "limit_rpd" }.Select(word => new Phrase(word, (int)FailureScope.Day, isWhole: true)),
        .. Minute.Select(words => new Phrase(words, (int)FailureScope.Minute)),
        .. new[] { "tpm", "rpm", "itpm", "otpm", "rps", "qps", "limit_rpm" }.Select(word => new Phrase(word, (int)FailureScope.Minute, isWhole: true)),
    ]);

    // Parts of the names of limits: GenerateRequestsPerDayPerProjectPerModel, UserByModelByMinute.
    private static readonly string[] DayInNames = ["perday", "byday", "permonth", "bymonth"];
    private static readonly string[] MinuteInNames = ["perminute", "byminute", "persecond", "bysecond"];

    /// <param name="text">The text, in lower case.</param>
    /// <returns>Day, Minute or Unknown. A day's limit wins over others, since it lasts longest.</returns>
    public static FailureScope Of(ReadOnlySpan<char> text)
    {
        FailureScope scope = FailureScope.Unknown;
        foreach (int found in Phrases.In(text))
            if ((scope = (FailureScope)found) == FailureScope.Day)
                return FailureScope.Day;
        return Holds(text, DayInNames) || NamedPeriod.IsLimitedIn(text) ? FailureScope.Day
            : scope == FailureScope.Minute || Holds(text, MinuteInNames) ? FailureScope.Minute
            : CountsInDays(text) ? FailureScope.Day
            : FailureScope.Unknown;
    }

    private static bool Holds(ReadOnlySpan<char> text, string[] names)
    {
        foreach (string name in names)
            if (text.Contains(name, StringComparison.Ordinal))
                return true;
        return false;
    }

    /// <summary>Whether the text states a duration in days, or in very many seconds.</summary>
    private static bool CountsInDays(ReadOnlySpan<char> text)
    {
        for (int at = 0; text[at..].IndexOfAnyInRange('0', '9') is >= 0 and int distance;)
        {
            at += distance;
            bool isAlone = at == 0 || !IsOfAnId(text[at - 1]);
            long number = 0;
            for (; at < text.Length && char.IsAsciiDigit(text[at]); at++)
                number = Math.Min((number * 10) + (text[at] - '0'), int.MaxValue);
            at = EndOfFraction(text, at);
            if (isAlone && IsLong(number, text[at..]))
                return true;
        }
        return false;
    }

    /// <summary>Digits after a decimal point are no number of their own: "50.597142857s" is no long time.</summary>
    private static int EndOfFraction(ReadOnlySpan<char> text, int at)
    {
        if (at + 1 >= text.Length || text[at] != '.' || !char.IsAsciiDigit(text[at + 1]))
            return at;
        for (at++; at < text.Length && char.IsAsciiDigit(text[at]);)
            at++;
        return at;
    }

    /// <summary>Whether the character before a number makes it a part of an id, such as one that ends in "2d".</summary>
    private static bool IsOfAnId(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '#';

    private static bool IsLong(long number, ReadOnlySpan<char> unit) => number >= LongSeconds
        ? unit.StartsWith(" seconds") || (unit is ['s', ..] && Words.IsWhole(unit, 0, 1))
        : number > 0 && unit is ['d', ..] && Words.IsWhole(unit, 0, 1);
}
