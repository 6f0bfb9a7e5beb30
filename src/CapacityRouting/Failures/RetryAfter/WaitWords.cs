namespace CapacityRouting.Failures.RetryAfter;

/// <summary>The vocabulary of stated waits: English, with the words for "again" in German, French, Spanish, Portuguese and Italian.</summary>
internal static class WaitWords
{
    public static WaitOpening OpeningOf(ReadOnlySpan<char> word)
    {
        Span<char> buffer = stackalloc char[Spelling.Longest];
        return Spelling.Lower(word, buffer) switch
        {
            "retry" or "retrying" or "again" or "estimated" or "reset" or "resets" or "renew" or "renews" or "refresh" or "refreshes" or "replenish"
                or "replenishes" or "replenished" or "available" or "access" or "resume" or "resumes" or "back" or "restored" or "lifted" or "unlock" or "unlocks"
                or "versuchen" or "essayez" or "nuevo" or "nuevamente" or "novamente" or "riprova" => WaitOpening.NeedsPreposition,
            "wait" or "until" or "retryafter" or "retrydelay" => WaitOpening.Complete,
            _ => WaitOpening.None,
        };
    }

    /// <summary>Whether the word asks for a wait, rather than stating a return. A month's quota may renew long after the next call can succeed.</summary>
    public static bool Asks(ReadOnlySpan<char> word)
    {
        Span<char> buffer = stackalloc char[Spelling.Longest];
        return Spelling.Lower(word, buffer) is "retry" or "retrying" or "again" or "wait" or "estimated" or "retryafter" or "retrydelay"
            or "versuchen" or "essayez" or "nuevo" or "nuevamente" or "novamente" or "riprova";
    }

    public static bool IsPreposition(ReadOnlySpan<char> word)
    {
        Span<char> buffer = stackalloc char[Spelling.Longest];
        return Spelling.Lower(word, buffer) is "in" or "after" or "at" or "on" or "for" or "until" or "delay" or "time" or "dans" or "en" or "em" or "tra" or "fra";
    }

    public static bool IsFiller(ReadOnlySpan<char> word)
    {
        Span<char> buffer = stackalloc char[Spelling.Longest];
        return Spelling.Lower(word, buffer) is "about" or "around" or "approximately" or "approx" or "roughly" or "at" or "least" or "another" or "up" or "to"
            or "the" or "next" or "is" or "of" or "header" or "value" or "stamp" or "sie" or "es";
    }

    /// <summary>Whether the word marks a client's own setting or a sum of past waits: "maxRetryDelay", "total_wait_time".</summary>
    public static bool IsSetting(ReadOnlySpan<char> word)
    {
        Span<char> buffer = stackalloc char[Spelling.Longest];
        return Spelling.Lower(word, buffer) is "max" or "maximum" or "min" or "minimum" or "total" or "initial" or "base" or "default";
    }
}

/// <summary>The strength with which a word announces a wait.</summary>
internal enum WaitOpening
{
    /// <summary>The word announces no wait.</summary>
    None,

    /// <summary>A wait may follow. "Retry" may also come before a count of retries.</summary>
    NeedsPreposition,

    /// <summary>A wait follows.</summary>
    Complete,
}
