using System.Globalization;
using CapacityRouting.Abstractions;
using CapacityRouting.Capacity;
using CapacityRouting.Capacity.Buckets;
using CapacityRouting.Capacity.Limits;

namespace CapacityRouting.Routing;

/// <summary>The numbers and names behind the reason of an exclusion, in words. Made for refused calls and explanations only.</summary>
internal sealed class ExclusionDetail(Route route, Route[] routes, RequestDemand demand, long now)
{
    /// <returns>Null where the reason and the wait say everything.</returns>
    public string? Of(RouteExclusion exclusion) => exclusion.Reason switch
    {
        ExclusionReason.ExceedsLimit => TooLarge(),
        ExclusionReason.ExceedsContextWindow => TooLong(),
        ExclusionReason.TagMismatch => Untagged(),
        ExclusionReason.MissingCapability => $"needs {List(route.Model.Missing.NeededBy(demand, route).Select(each => each.ToString()))}, which the route has refused",
        ExclusionReason.CannotContinue => $"the profile {route.Traits.Profile.Name} has no {nameof(ProviderProfile.SupportsAssistantPrefill)}",
        ExclusionReason.BoundElsewhere => $"bound to {List(routes.Where(each => demand.Affinity?.Allows(each.Index) == true).Select(each => Quoted(each.Name)))}",
        ExclusionReason.ConcurrencyLimit => Crowded(),
        ExclusionReason.QuotaExhausted when route.Quota.Availability.ClosedFor(now) > 0 => "the provider has said that credit or quota is used up",
        ExclusionReason.Saturated when exclusion.AvailableIn <= TimeSpan.Zero => "calls before it wait for the room there is",
        ExclusionReason.Saturated or ExclusionReason.QuotaExhausted or ExclusionReason.Reserved => Short(),
        ExclusionReason.Closed => "the provider has refused the key or does not know the model; correct that and restore it with IRouteControl.RestoreAsync",
        ExclusionReason.Isolated => "restore it with IRouteControl.RestoreAsync",
        _ => null,
    };

    private string? TooLarge()
    {
        CapacityUnits least = route.LeastUnitsOf(demand);
        return Find(limit => limit.CountOf(least) > limit.Terms.Known) is ({ } limit, var quota)
            ? Said($"{Need(limit, least)}, {NameOf(limit, quota)} is {Amount(limit, limit.Terms.Known ?? limit.Limit)}")
            : null;
    }

    private string? TooLong()
    {
        long needed = route.Traits.MaxInputTokens is null ? route.Estimates.InputOf(demand) : route.Estimates.LeastInputOf(demand);
        string window = route.Traits.MaxInputTokens is null ? "the window learned from refusals" : nameof(RouteSettings.MaxInputTokens);
        return needed > route.Window
            ? Said($"needs about {needed:N0} input tokens, {window} is {route.Window:N0}")
            : Said($"{window} is {route.Window:N0} tokens, and as large a window has refused the request");
    }

    private string Untagged()
    {
        IEnumerable<string> lacking = (demand.Routing?.Tags ?? []).Where(tag => !route.Traits.Tags.Contains(tag, StringComparer.OrdinalIgnoreCase)).Select(Quoted);
        return $"lacks {List(lacking)}, {nameof(RouteSettings.Tags)} are {(route.Traits.Tags.Count == 0 ? "empty" : List(route.Traits.Tags.Select(Quoted)))}";
    }

    private string? Crowded() => Quotas().FirstOrDefault(quota => quota.Slots.IsFull) is { } full
        ? Said($"{nameof(CapacityLimits.MaxConcurrentRequests)}{OfQuota(full)} is {full.Slots.Limit:N0}, calls under way: {full.Slots.InFlight:N0}")
        : null;

    /// <summary>The limit that has least left for the request, by its share of the burst.</summary>
    private string? Short()
    {
        CapacityUnits units = route.UnitsOf(demand);
        return Quotas().SelectMany(quota => quota.Limits.Select(limit => (Limit: limit, Quota: quota, Level: quota.Level(limit, now))))
            .OrderBy(each => (each.Level - each.Limit.CountOf(units)) / each.Limit.Burst)
            .Select(each => Said($"{Need(each.Limit, units)}, {Amount(each.Limit, (long)Math.Max(0, each.Level))} left of {NameOf(each.Limit, each.Quota)}, which is {Amount(each.Limit, each.Limit.Limit)}"))
            .FirstOrDefault();
    }

    private (RateLimit? Limit, Quota Quota) Find(Predicate<RateLimit> isSought) =>
        Quotas().Select(quota => (Array.Find(quota.Limits, isSought), quota)).FirstOrDefault(found => found.Item1 is not null);

    private IEnumerable<Quota> Quotas() => route.Quota.Parent is { } parent ? [route.Quota, parent] : [route.Quota];

    private string NameOf(RateLimit limit, Quota quota) => limit.Dimension + OfQuota(quota);

    private string OfQuota(Quota quota) => quota == route.Shared ? $" of the quota '{route.QuotaName}'" : string.Empty;

    private static string Need(RateLimit limit, in CapacityUnits units)
    {
        string amount = Amount(limit, limit.CountOf(units));
        return RateLimit.KindOf(limit.Dimension) switch
        {
            UnitKind.Requests => $"needs {amount} request",
            UnitKind.InputTokens => $"needs about {amount} input tokens",
            UnitKind.OutputTokens => $"needs about {amount} output tokens",
            UnitKind.Money => $"costs about {amount}",
            _ => $"needs about {amount} tokens",
        };
    }

    private static string Amount(RateLimit limit, long units) => limit.CountsMoney ? Said($"{Money.ToCurrency(units):0.######}") : Said($"{units:N0}");

    private static string List(IEnumerable<string> names) => string.Join(", ", names);

    private static string Quoted(string name) => $"'{name}'";

    private static string Said(FormattableString words) => words.ToString(CultureInfo.InvariantCulture);
}
