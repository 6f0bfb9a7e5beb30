using System.Runtime.ExceptionServices;
using CapacityRouting.Simulation;

namespace CapacityRouting.Goodput.Rivals;

/// <summary>LiteLLM with an <c>order</c> for each deployment: the first one that is not cooling down, and the later ones in turn when that fails.</summary>
/// <remarks>
/// Source: as <see cref="CooldownRival"/>; "Deployment Ordering" in its documentation and pull requests 24611 (March 2026) and 38969 of BerriAI/litellm. A request
/// begins with the lowest order that is not cooling down, retries included: a 429 cools a deployment down, so the retry is the next one's. When that
/// round has failed, every higher order has a round of its own, and one that is cooling down is passed over. When all have failed, the first round's
/// failure is thrown. The older form, <c>fallbacks</c> between model groups of one deployment each, would not cool down on 429 at all.
/// </remarks>
internal sealed class OrderedCooldown(RunContext context) : CooldownRival(context)
{
    protected override async Task<TAnswer> SendAsync<TAnswer>(RivalRequest request, RivalAttempt<TAnswer> attempt, CancellationToken cancellationToken)
    {
        ExceptionDispatchInfo? first = null;
        for (int order = 0; order < Routes.Count; order++)
        {
            try
            {
                return await SendInGroupAsync(request, Picker(order), attempt, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                first ??= ExceptionDispatchInfo.Capture(failure);
            }
        }

        first?.Throw();
        throw NothingAvailableException.ForNow();
    }

    /// <summary>The first round takes whichever comes first; the later ones keep to their own order.</summary>
    private static Func<IReadOnlyList<RivalRoute>, RivalRoute?> Picker(int order) =>
        healthy => order == 0 ? healthy[0] : healthy.FirstOrDefault(route => route.Index == order);
}
