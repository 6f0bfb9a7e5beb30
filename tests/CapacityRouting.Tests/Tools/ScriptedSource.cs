namespace CapacityRouting.Tests.Tools;

/// <summary>Keeps usages in memory, and loads and saves as a test says.</summary>
internal sealed class ScriptedSource : IQuotaSource
{
    private int _loads;
    private int _saves;
    private int _underWay;

    public IReadOnlyList<QuotaUsage> Usages { get; set; } = [];

    /// <summary>How often it was asked.</summary>
    public int Loads => Volatile.Read(ref _loads);

    /// <summary>How often it was asked, and not how often it ended.</summary>
    public int Saves => Volatile.Read(ref _saves);

    /// <summary>Whether it was ever called while another call was under way.</summary>
    public bool WasCalledTwiceAtOnce { get; private set; }

    /// <summary>The token of the last call.</summary>
    public CancellationToken Token { get; private set; }

    public Func<CancellationToken, ValueTask<IReadOnlyList<QuotaUsage>>>? OnLoad { get; set; }

    public Func<CancellationToken, ValueTask>? OnSave { get; set; }

    public async ValueTask<IReadOnlyList<QuotaUsage>> LoadAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _loads);
        using Call call = new(this, cancellationToken);
        return OnLoad is null ? Usages : await OnLoad(cancellationToken);
    }

    public async ValueTask SaveAsync(IReadOnlyList<QuotaUsage> usages, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _saves);
        using Call call = new(this, cancellationToken);
        if (OnSave is not null)
            await OnSave(cancellationToken);
        Usages = usages;
    }

    private sealed class Call : IDisposable
    {
        private readonly ScriptedSource _source;

        public Call(ScriptedSource source, CancellationToken token)
        {
            _source = source;
            source.Token = token;
            source.WasCalledTwiceAtOnce |= Interlocked.Increment(ref source._underWay) > 1;
        }

        public void Dispose() => Interlocked.Decrement(ref _source._underWay);
    }
}
