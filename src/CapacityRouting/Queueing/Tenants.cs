namespace CapacityRouting.Queueing;

/// <summary>The accounts of the tenants. A tenant without waiters starts level with the least of those that wait. When no request waits, all accounts are forgotten. Not thread-safe.</summary>
internal sealed class Tenants
{
    // The accounts of absent tenants are kept, so that a tenant gains nothing by leaving and coming back. The bound keeps a stream of new tenants from filling the memory.
    private const int MostRemembered = 1_024;

    private readonly Dictionary<string, TenantAccount> _accounts = new(StringComparer.Ordinal);
    private readonly TenantDepths[] _depths = [.. Enumerable.Range(0, Waiter.Ranks).Select(_ => new TenantDepths())];
    private readonly int[] _waiting = new int[Waiter.Ranks];
    private int _absent;

    /// <summary>The account of a tenant, raised to the least if the tenant has no waiters.</summary>
    /// <param name="name">The tenant.</param>
    /// <param name="least">The least that any tenant with waiters has been given.</param>
    public TenantAccount Open(string name, long least)
    {
        if (!_accounts.TryGetValue(name, out TenantAccount? account))
        {
            if (_absent >= MostRemembered)
                ForgetAbsent();
            _accounts[name] = account = new();
            _absent++;
        }

        if (account.Count == 0 && account.Given < least)
            account.Charge(least - account.Given);
        return account;
    }

    public void Came(Waiter waiter, TenantAccount account)
    {
        if (account.Count == 0)
            _absent--;
        Change(waiter, account, static (account, waiter) => account.Came(waiter), 1);
    }

    public void Left(Waiter waiter, TenantAccount account)
    {
        Change(waiter, account, static (account, waiter) => account.Left(waiter), -1);
        if (account.Count == 0)
            _absent++;
    }

    public void ForgetAll()
    {
        _accounts.Clear();
        _absent = 0;
    }

    /// <summary>The share of a rank's waiting tokens that goes before a newcomer of that rank, under equal shares of the tenants.</summary>
    /// <param name="name">The newcomer's tenant.</param>
    /// <param name="rank">The rank.</param>
    /// <param name="least">The least that any tenant with waiters in the rank has been given.</param>
    public double ShareAhead(string name, int rank, long least)
    {
        TenantAccount? account = _accounts.GetValueOrDefault(name);
        TenantDepths depths = _depths[rank];
        long own = account?.WaitingIn(rank) ?? 0;
        long others = depths.Tokens - own;
        if (others <= 0)
            return 1;
        long level = own + Math.Max(0, (account?.Given ?? 0) - least) + (depths.Tokens / _waiting[rank]);
        long ahead = depths.GivenUpTo(level) - Math.Min(own, level);
        return ahead >= others ? 1 : (double)(own + ahead) / depths.Tokens;
    }

    private void Change(Waiter waiter, TenantAccount account, Action<TenantAccount, Waiter> change, int sign)
    {
        long before = account.WaitingIn(waiter.Rank);
        change(account, waiter);
        _depths[waiter.Rank].Change(before, account.WaitingIn(waiter.Rank));
        _waiting[waiter.Rank] += sign;
    }

    private void ForgetAbsent()
    {
        foreach ((string name, TenantAccount account) in _accounts)
            if (account.Count == 0)
                _accounts.Remove(name);
        _absent = 0;
    }
}
