namespace CapacityRouting.Failures.Rules;

/// <summary>Finds a limit per day, week or month by the period's name. "Our monthly plan" is no limit, "the monthly token cap" is.</summary>
internal static class NamedPeriod
{
    private const int MostWordsBetween = 2;

    private static readonly string[] Periods = ["daily", "weekly", "monthly"];

    /// <param name="text">The text, in lower case.</param>
    public static bool IsLimitedIn(ReadOnlySpan<char> text)
    {
        foreach (string period in Periods)
            if (IsLimitedIn(text, period))
                return true;
        return false;
    }

    private static bool IsLimitedIn(ReadOnlySpan<char> text, string period)
    {
        for (int at = 0; text[at..].IndexOf(period) is >= 0 and int distance;)
        {
            int start = at + distance;
            at = start + period.Length;
            if (Words.BeginsAt(text, start) && (IsLimitAfter(text[at..]) || IsLimitBefore(text[..start])))
                return true;
        }
        return false;
    }

    private static bool IsLimitAfter(ReadOnlySpan<char> text)
    {
        for (int words = 0; words <= MostWordsBetween; words++)
        {
            int start = text.IndexOfAnyInRange('a', 'z');
            if (start < 0 || HoldsAnEnd(text[..start]))
                return false;
            text = text[start..];
            int length = text.IndexOfAnyExceptInRange('a', 'z') is >= 0 and int end ? end : text.Length;
            if (IsOfALimit(text[..length]))
                return true;
            text = text[length..];
        }
        return false;
    }

    private static bool IsLimitBefore(ReadOnlySpan<char> text)
    {
        for (int words = 0; words <= MostWordsBetween; words++)
        {
            int end = text.LastIndexOfAnyInRange('a', 'z') + 1;
            if (end == 0 || HoldsAnEnd(text[end..]))
                return false;
            text = text[..end];
            int start = text.LastIndexOfAnyExceptInRange('a', 'z') + 1;
            if (IsOfALimit(text[start..]))
                return true;
            text = text[..start];
        }
        return false;
    }

    private static bool HoldsAnEnd(ReadOnlySpan<char> between) => between.ContainsAny('.', '!', '?') || between.Contains(';');

    private static bool IsOfALimit(ReadOnlySpan<char> word) => word is
        "limit" or "limits" or "limited" or "quota" or "quotas" or "usage" or "request" or "requests" or "token" or "tokens"
        or "cap" or "caps" or "allowance" or "allowances" or "allocation" or "allocations" or "budget" or "budgets" or "credit" or "credits";
}
