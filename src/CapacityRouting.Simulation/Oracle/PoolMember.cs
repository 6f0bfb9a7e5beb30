namespace CapacityRouting.Simulation.Oracle;

/// <summary>
/// One limit as a bucket that admits at least what the limit admits. In no span of time does a limiter of that shape admit more than
/// this bucket.
/// </summary>
internal sealed class PoolMember(ProviderLimit limit, ProviderSettings provider, TimeSpan patience, SimulatedCall[] calls)
{
    private readonly double _rate = limit.Amount / limit.Window.TotalSeconds;
    private readonly TimeSpan _ahead = patience > TimeSpan.Zero ? patience : new(1);
    private readonly TimeSpan _end = calls.Length == 0 ? TimeSpan.Zero : calls[^1].At;
    private double? _spill;

    /// <summary>The arrival times at which a call's patience ends within the outage. Only such calls get nothing from the provider.</summary>
    private readonly (TimeSpan From, TimeSpan Until)[] _outages =
    [
        .. from fault in provider.Faults
           where fault is { Kind: FaultKind.Outage, Share: >= 1, EveryNth: null } && fault.Period == TimeSpan.Zero && fault.Until > fault.From + patience
           select (fault.From, fault.Until == TimeSpan.MaxValue ? TimeSpan.MaxValue : fault.Until - patience),
    ];

    public IEnumerable<TimeSpan> Times => _outages.SelectMany(outage => new[] { outage.From, outage.Until })
        .Concat(provider.Neighbours.SelectMany(Turns))
        .Concat(provider.Changes.Select(change => change.At))
        .Concat(IsStepwise ? Boundaries() : [])
        .Where(time => time < TimeSpan.MaxValue);

    /// <summary>The first grain begins with the run, so there is no grain before it to add to its burst.</summary>
    public double MissingAtStart => limit.Shape == LimiterShape.Quantized ? Burst / 2 : 0;

    /// <summary>Windows much longer than the patience: no units flow in continuously, and each window brings all of them at once.</summary>
    private bool IsStepwise => limit.Shape == LimiterShape.FixedWindow && limit.Window > _ahead;

    private double Burst => limit.Shape switch
    {
        // The end of one window and the start of the next are a moment apart.
        LimiterShape.FixedWindow when !IsStepwise => 2 * limit.Amount,
        LimiterShape.Quantized => 2 * limit.Amount * (limit.Grain / limit.Window),
        LimiterShape.FixedWindow or LimiterShape.SlidingWindow => limit.Amount,
        _ => limit.Amount * ((limit.Burst ?? limit.Window) / limit.Window),
    };

    private double Spill => _spill ??= Largest + Debt;

    /// <summary>The largest request, where the last admitted request may exceed the remaining units.</summary>
    private double Largest => CountsTokens && limit.Shape is (LimiterShape.Utilization or LimiterShape.Quantized) ? calls.Select(Charged).DefaultIfEmpty().Max() : 0;

    /// <summary>
    /// The debt where output is charged as it is written. Calls are admitted before the charge, so all calls that arrive while one is under way can leave a debt.
    /// </summary>
    private double Debt
    {
        get
        {
            if (provider.Charge.ReservesMaxOutput || !CountsOutput)
                return 0;
            double worst = 0;
            double underWay = 0;
            int first = 0;
            foreach (SimulatedCall call in calls)
            {
                for (underWay += call.OutputTokens; calls[first].At + UnderWay(calls[first]) < call.At; first++)
                    underWay -= calls[first].OutputTokens;
                worst = Math.Max(worst, underWay);
            }

            return worst;
        }
    }

    private bool CountsTokens => CountsOutput || limit.Dimension == CapacityDimension.InputTokensPerMinute;

    private bool CountsOutput => limit.Dimension is CapacityDimension.OutputTokensPerMinute
        or CapacityDimension.TokensPerMinute or CapacityDimension.TokensPerHour or CapacityDimension.TokensPerDay;

    /// <summary>The units of a full bucket. Calls shortly before the next window can have that one's units too.</summary>
    public double HeldAt(TimeSpan time)
    {
        if (IsDown(time))
            return 0;
        bool hasNext = (time + _ahead).Ticks / limit.Window.Ticks > time.Ticks / limit.Window.Ticks;
        return Spill + (MostNear(time) * (IsStepwise ? limit.Amount * (hasNext ? 2 : 1) : Burst + (_rate * patience.TotalSeconds)));
    }

    /// <summary>The rate without the neighbours' shares.</summary>
    public double RateAt(TimeSpan time) => IsDown(time) || IsStepwise
        ? 0
        : FactorAt(time) * _rate * Math.Max(0, 1 - provider.Neighbours.Where(neighbour => neighbour.IsAtWork(time)).Sum(neighbour => neighbour.Share));

    private double FactorAt(TimeSpan time) => LimitChange.FactorAt(provider.Changes, time);

    /// <summary>The largest factor from a moment to the end of a call's patience: a call that arrives shortly before the limits grow can wait for that.</summary>
    private double MostNear(TimeSpan time) => provider.Changes.Where(change => change.At > time && change.At <= time + _ahead).Select(change => change.Factor).Append(FactorAt(time)).Max();

    private double Charged(SimulatedCall call) => provider.Charge.InAll(call, limit.Dimension);

    private TimeSpan UnderWay(SimulatedCall call) => provider.Latency.FirstToken + provider.Latency.Jitter + (provider.Latency.PerToken * call.OutputTokens);

    private bool IsDown(TimeSpan time) => Array.Exists(_outages, outage => time >= outage.From && time < outage.Until);

    private IEnumerable<TimeSpan> Boundaries() =>
        Enumerable.Range(1, (int)(_end / limit.Window) + 1).SelectMany(window => new[] { (window * limit.Window) - _ahead, window * limit.Window });

    private IEnumerable<TimeSpan> Turns(Neighbour neighbour) => neighbour.Period <= TimeSpan.Zero
        ? [neighbour.From]
        : Enumerable.Range(0, (int)Math.Max(0, (_end - neighbour.From) / neighbour.Period) + 2).SelectMany(turn => new[] { neighbour.From + (neighbour.Period * turn), neighbour.From + (neighbour.Period * (turn + neighbour.ActivePart)) });
}
