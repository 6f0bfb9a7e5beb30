namespace CapacityRouting.Interleavings.Seeded;

/// <summary>Of quotas and leases.</summary>
internal static partial class SeededBugs
{
    private static Dictionary<string, SeededBug> OfQuotas => new(StringComparer.Ordinal)
    {
        ["What was taken before a dimension refused is kept"] = new(
            "Quota.Taking.cs",
            "while (--i >= 0)",
            "while (--i >= limits.Length)",
            typeof(QuotaInterleavings), nameof(QuotaInterleavings.TryLease_ALaterDimensionRefuses_TakesFromNone)),
        ["What was taken before no slot was free is kept"] = new(
            "Quota.Taking.cs",
            """
                    Settle(units, CapacityUnits.None, now, now);
                    return false;
            """,
            "return false;",
            typeof(QuotaInterleavings), nameof(QuotaInterleavings.TryLease_TwoForOneSlot_TakesTheUnitsOfOne)),
        ["A slot is kept where the whole has none"] = new(
            "Quota.Taking.cs",
            """
                        return true;
                    Slots.Leave();
                    return false;
            """,
            """
                        return true;
                    return false;
            """,
            typeof(QuotaInterleavings), nameof(QuotaInterleavings.TryLease_OfTwoPartsForOneSlotOfTheWhole_LeavesNoSlotTaken)),
        ["Units are kept where the whole has none"] = new(
            "Quota.Taking.cs",
            """
                    SettleOwn(units, CapacityUnits.None, now, now);
                    return false;
            """,
            "return false;",
            typeof(QuotaInterleavings), nameof(QuotaInterleavings.TryLease_OfTwoPartsForTheUnitsOfTheWhole_LeavesNoneTaken)),
        ["A lease is settled by a read and a write"] = new(
            "Lease.cs",
            "Quota? owner = Atomic.Exchange(ref _quota, null);",
            "Quota? owner = Atomic.VolatileRead(in _quota); Atomic.VolatileWrite(ref _quota, null);",
            typeof(QuotaInterleavings), nameof(QuotaInterleavings.Settle_TwoVerdictsRace_OneCounts)),
        ["The slot is free before the units are settled"] = new(
            "Lease.cs",
            """
                        else if (used != taken)
                            owner.Settle(taken, used, start, now);
                    }
                    finally
                    {
                        // The slot is released even when settling the units throws.
                        owner.Leave(heldFor);
                    }
            """,
            """
                        else if (owner is { } settled)
                        {
                            settled.Leave(heldFor);
                            settled.Settle(taken, used, start, now);
                        }
                    }
                    finally
                    {
                    }
            """,
            typeof(LineInterleavings), nameof(LineInterleavings.Abandon_WhatTookAllUnits_LetsWhoWaitsForThemGo)),
        ["New limits of a shared quota are set without a fence"] = new(
            "CapacityQuota.cs",
            "Atomic.Exchange(ref _limits, limits);",
            "Atomic.VolatileWrite(ref _limits, limits);",
            typeof(QuotaInterleavings), nameof(QuotaInterleavings.Change_WhileTheFirstClientAttaches_IsInForce)),
        ["Two clients make a quota each"] = new(
            "CapacityQuota.cs",
            "Atomic.CompareAndSwap(ref _quota, null, new Quota(Limits, clock, jitter, bursts));",
            "Atomic.VolatileWrite(ref _quota, new Quota(Limits, clock, jitter, bursts));",
            typeof(QuotaInterleavings), nameof(QuotaInterleavings.Attach_FromTwoClients_MakesOneQuota)),
        ["Who makes a shared quota does not look for new limits"] = new(
            "CapacityQuota.cs",
            "PutInForce(quota, clock.Now);",
            "_ = quota;",
            typeof(QuotaInterleavings), nameof(QuotaInterleavings.Change_WhileTheFirstClientAttaches_IsInForce)),
        ["Limits are put in force without a second look"] = new(
            "CapacityQuota.cs",
            "while (limits != Limits);",
            "while (limits != limits with { });",
            typeof(QuotaInterleavings), nameof(QuotaInterleavings.Change_TwiceAtOnce_TheLastIsInForce)),
        ["Limits change without a lock"] = new(
            "QuotaLimits.Changes.cs",
            """
                    lock (_gate)
                    {
                        long? before
            """,
            """
                    {
                        long? before
            """,
            typeof(ReconcilerInterleavings), nameof(ReconcilerInterleavings.Learn_TwoAnswersWithALimitEach_AddBoth)),
    };
}
