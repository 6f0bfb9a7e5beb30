using CapacityRouting.Simulation.Wire;

namespace CapacityRouting.Simulation.Providers;

/// <summary>The reply to a request that is not answered: in the words that the settings ask for.</summary>
internal static class RefusalReply
{
    private const string NoReason = "Too many requests. Please slow down.";

    private static readonly TimeSpan WaitForASlot = TimeSpan.FromSeconds(1);

    /// <summary>The reply of a fault that replaces the whole answer.</summary>
    public static (VisitEnd End, ErrorReply Error) For(Fault fault, ProviderSettings settings, IWireDialect dialect, string id) => fault.Kind switch
    {
        FaultKind.StrayRefusal => (VisitEnd.RateLimited, dialect.TurnedAway(id, ToldWait.Of(fault.Wait, settings.RetryAfter), NoReason)),
        FaultKind.ServerError => (VisitEnd.Unavailable, dialect.Broken(id)),
        FaultKind.Reset => (VisitEnd.Unavailable, ErrorReply.Reset),
        _ => (VisitEnd.Unavailable, dialect.Unavailable(id)),
    };

    /// <summary>The reply of a limit, or of a limit on the calls under way.</summary>
    public static ErrorReply For(Refusal refusal, ProviderRequest request, ProviderSettings settings, IWireDialect dialect, string id) =>
        (refusal.Dimension, settings.ConcurrencyWording) switch
        {
            (null, ConcurrencyWording.Rate) => dialect.TurnedAway(id, ToldWait.Of(WaitForASlot, settings.RetryAfter), NoReason),
            (null, ConcurrencyWording.Organization) => dialect.TurnedAway(id, ToldWait.Of(WaitForASlot, settings.RetryAfter),
                $"Your account reached max organization concurrency: {refusal.Limit}, please try again after 1 seconds"),
            _ => dialect.RateLimited(request, id, refusal, ToldWait.Of(refusal.Wait, settings.RetryAfter)),
        };
}
