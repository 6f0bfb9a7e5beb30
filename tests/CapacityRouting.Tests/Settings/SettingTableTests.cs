using CapacityRouting.Settings;
using Microsoft.Extensions.Configuration;

namespace CapacityRouting.Tests.Settings;

public sealed class SettingTableTests
{
    // What is an object of the program's own, or decided by where a route is registered.
    private static readonly string[] OfCode =
    [
        nameof(CapacityRoutingOptions.TokenEstimator), nameof(CapacityRoutingOptions.FailureClassifier), nameof(CapacityRoutingOptions.ExceptionReaders),
        nameof(CapacityRoutingOptions.QuotaSource), nameof(CapacityRoutingOptions.RandomSeed), nameof(RouteSettings.ResiliencePipeline), nameof(RouteSettings.LeaveOpen),
    ];

    [Fact]
    public void Tables_OfSettings_HaveALineForEachThatConfigurationMaySet()
    {
        HasEverySetting(CapacityRoutingOptions.Table, new(), "Quotas", "Routes");
        HasEverySetting(RouteSettings.Table, new());
        HasEverySetting(AttemptTimeouts.Table, new());
        HasEverySetting(LimitTable.Table, new());
        HasEverySetting(BreakerTable.Table, new());
        HasEverySetting(RetryBudgetTable.Table, new());
        HasEverySetting(ModelPrices.Table, new());
    }

    [Fact]
    public void Read_ASectionWhereAValueBelongs_IsAnErrorWithItsPath() =>
        Assert.Equal(["Share: must be a number, is a section."], ErrorsOf(RetryBudgetTable.Table, new(), "Share:More"));

    private static void HasEverySetting<T>(SettingTable<T> table, T target, params string[] more)
        where T : class
    {
        IEnumerable<string> settings = typeof(T).GetProperties().Where(property => property.CanWrite).Select(property => property.Name).Except(OfCode).Concat(more);

        string error = Assert.Single(ErrorsOf(table, target, "Unheard"));

        string[] known = error[(error.IndexOf("known here: ", StringComparison.Ordinal) + "known here: ".Length)..].TrimEnd('.').Split(", ");
        Assert.Equal(settings.Order(StringComparer.Ordinal), known.Order(StringComparer.Ordinal));
    }

    private static IReadOnlyList<string> ErrorsOf<T>(SettingTable<T> table, T target, string key)
        where T : class
    {
        SettingErrors errors = new();
        table.Read(new ConfigurationBuilder().AddInMemoryCollection([new(key, "1")]).Build(), target, new RoutingSettings(new(), [], [], []), errors);
        return errors.All;
    }
}
