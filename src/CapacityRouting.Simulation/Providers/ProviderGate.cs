using CapacityRouting.Simulation.Limiters;

namespace CapacityRouting.Simulation.Providers;

/// <summary>
/// Enforces a provider's limits: all of them admit a call, or none is charged. The code is as simple as possible, because it judges the
/// library's arithmetic. Not thread-safe; the provider holds the lock.
/// </summary>
internal sealed class ProviderGate
{
    private readonly ProviderSettings _settings;
    private readonly ILimiter[] _limiters;
    private readonly NeighbourLoad _neighbours;
    private readonly LimitSchedule _schedule;
    private int _inFlight;

    public ProviderGate(ProviderSettings settings)
    {
        _settings = settings;
        _limiters = [.. settings.Limits.Select(limit => LimitSchedule.LimiterFor(limit, settings.Headers.Lag))];
        _neighbours = new(settings.Neighbours, _limiters);
        _schedule = new(settings, _limiters);
    }

    /// <summary>Admits and charges the call, or gives the reason of the refusal.</summary>
    public Refusal? Enter(Charge charge, TimeSpan now)
    {
        CatchUp(now);
        Refusal? refusal = _inFlight >= _settings.MaxConcurrentRequests
            ? new(null, _inFlight, _inFlight, 1, null)
            : WorstObstacle(charge, now);
        if (refusal is null)
        {
            Take(charge, now);
            _inFlight++;
        }
        else if (_settings.Charge.CountsRefusedRequests)
        {
            CountRefused(now);
        }

        return refusal;
    }

    public void Leave() => _inFlight--;

    /// <summary>Charges units that become known only after admission, or gives them back.</summary>
    public void Take(Charge charge, TimeSpan now)
    {
        CatchUp(now);
        foreach (ILimiter limiter in _limiters)
            if (charge.On(limiter.Limit.Dimension) is not 0 and long units)
                limiter.Take(units, now);
    }

    /// <summary>The state of the limits for the headers, as old as those are.</summary>
    public Standing[] Told(TimeSpan now)
    {
        CatchUp(now);
        return Array.ConvertAll(_limiters, limiter => limiter is LaggingLimiter lagging ? lagging.ReadLate(now) : limiter.Read(now));
    }

    private void CatchUp(TimeSpan now)
    {
        _schedule.CatchUp(now);
        _neighbours.CatchUp(now);
    }

    /// <summary>The limit with the longest wait for this call.</summary>
    private Refusal? WorstObstacle(Charge charge, TimeSpan now)
    {
        Refusal? worst = null;
        foreach (ILimiter limiter in _limiters)
        {
            long units = charge.On(limiter.Limit.Dimension);
            if (limiter.Fits(units, now))
                continue;
            Standing standing = limiter.Read(now);
            Refusal refusal = new(standing.Dimension, standing.Limit, standing.Limit - standing.Remaining, units, limiter.Until(units, now));
            if (refusal.CanNeverFit)
                return refusal;
            if (worst is null || refusal.Wait > worst.Wait)
                worst = refusal;
        }

        return worst;
    }

    private void CountRefused(TimeSpan now)
    {
        Charge one = new(Requests: 1);
        foreach (ILimiter limiter in _limiters)
            if (one.On(limiter.Limit.Dimension) == 1 && limiter.Fits(1, now))
                limiter.Take(1, now);
    }
}
