using System.Globalization;

namespace QuickStart.Providers;

/// <summary>The header is in whole seconds, so it is rounded up: an early retry would be refused again.</summary>
internal static class RetryAfter
{
    public static string Format(TimeSpan wait) =>
        Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
}
