using CapacityRouting.Capacity.Limits;
using CapacityRouting.Failures.Providers;
using CapacityRouting.Tests.Tools;
using FsCheck.Fluent;

namespace CapacityRouting.Tests.Failures.Providers;

/// <summary>A hundred thousand header sets, sane and not, over every dialect (a million in the long checks); and what reading one costs.</summary>
public sealed class HeaderDialectProperties
{
    private const int SetsOfACase = 1_000;

    private static readonly string[] Odd =
    [
        "", " ", "-1", "0", "NaN", "-NaN", "Infinity", "1e6", "1e308", "1e-9", "30000.0", "1,000", "1,00", ",", ", ,", ";", ";w=1", "5;w=60", "100, 50", "-1, 50",
        "9223372036854775807", "9223372036854775808", "-9223372036854775808", "999999999999999", "1000000000000001", "unlimited", "0x1F", "%", "50%", "\u0661\u0662", "\0", "s", "ms", "1", "--",
        "1s", "6m0s", "120ms", "7m12s", "24h0m0s", "9999999h", "1.5.5s", "s1", "2026-03-01T12:00:59Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "1772366459", "1772366459000", "99999999999999999999",
    ];

    private static readonly HeaderDialect[] Dialects = [.. ProviderProfile.All.Select(profile => profile.Headers).Distinct()];

    private static readonly string[][] Names = [.. Dialects.Select(dialect => NamesOf(dialect).Distinct(StringComparer.Ordinal).ToArray())];

    [Fact]
    public void Read_AnyHeaders_SaysWhatCanBeTrueOrNothing() =>
        Properties.Check(Gen.Choose(0, int.MaxValue), CheckSets, tests: Extent.Of(1_000));

    [Theory]
    [InlineData(0, "x-ratelimit-limit-requests: 500\nx-ratelimit-remaining-requests: 497\nx-ratelimit-reset-requests: 7m12s\nx-ratelimit-limit-tokens: 90000\nx-ratelimit-remaining-tokens: 88650\nx-ratelimit-reset-tokens: 900ms")]
    [InlineData(3, "anthropic-ratelimit-requests-limit: 50\nanthropic-ratelimit-requests-remaining: 48\nanthropic-ratelimit-input-tokens-limit: 1,000\nanthropic-ratelimit-output-tokens-remaining: 1e3")]
    [InlineData(20, "content-language: en")]
    [InlineData(20, "ratelimit-limit: 30, 30;w=60\nratelimit-remaining: 29\nratelimit-reset: 12")]
    public void Read_RealHeaders_AllocatesNothing(int profile, string headers)
    {
        HeaderDialect dialect = ProviderProfile.All[profile].Headers;
        ObservedResponse response = HeaderSet.LiveResponse(headers);
        Span<LimitReading> readings = stackalloc LimitReading[HeaderDialect.MostReadings];
        dialect.Read(response, HeaderSet.Now, readings);
        long before = GC.GetAllocatedBytesForCurrentThread();

        for (int i = 0; i < 1_000; i++)
            dialect.Read(response, HeaderSet.Now, readings);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static void CheckSets(int seed)
    {
        Random random = new(seed);
        Span<LimitReading> readings = stackalloc LimitReading[HeaderDialect.MostReadings];
        for (int set = 0; set < SetsOfACase; set++)
        {
            int dialect = random.Next(Dialects.Length);
            Dictionary<string, string> headers = AnyHeaders(Names[dialect], random);
            ObservedResponse response = new(200, headers);
            int count = Dialects[dialect].Read(response, HeaderSet.Now, readings);
            double? share = Dialects[dialect].Utilization(response);
            if (!IsSane(readings[..count]) || share is < 0 or double.NaN)
                Assert.Fail($"{string.Join(", ", readings[..count].ToArray())} from {string.Join("; ", headers)}");
        }
    }

    private static bool IsSane(ReadOnlySpan<LimitReading> readings)
    {
        int seen = 0;
        foreach (LimitReading reading in readings)
        {
            int dimension = 1 << (int)reading.Dimension;
            bool saysSomething = reading.Limit is not null || reading.Remaining is not null;
            if ((seen & dimension) != 0 || !saysSomething || reading.Limit <= 0 || reading.Remaining < 0 || reading.Remaining > reading.Limit)
                return false;
            seen |= dimension;
        }
        return true;
    }

    private static Dictionary<string, string> AnyHeaders(string[] names, Random random)
    {
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
        int absent = random.Next(4);
        foreach (string name in names)
        {
            if (random.Next(4) >= absent)
                headers[name] = AnyValue(random);
        }
        return headers;
    }

    private static string AnyValue(Random random) => random.Next(5) switch
    {
        0 => Odd[random.Next(Odd.Length)],
        1 => Odd[random.Next(Odd.Length)] + Odd[random.Next(Odd.Length)],
        2 => $"{random.Next(100)}m{random.Next(60)}.{random.Next(1_000)}s",
        _ => (random.NextInt64() >> random.Next(63)).ToString(),
    };

    private static IEnumerable<string> NamesOf(HeaderDialect dialect)
    {
        foreach (LimitHeaders limit in dialect.Limits)
        {
            yield return limit.LimitName;
            yield return limit.RemainingName;
            yield return limit.ResetName;
            yield return limit.PeriodName;
        }
        if (dialect.UtilizationName is { } utilization)
            yield return utilization;
    }
}
