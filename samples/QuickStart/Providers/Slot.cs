namespace QuickStart.Providers;

/// <summary>One place among a provider's concurrent requests, given back once however often it is disposed.</summary>
internal sealed class Slot(ProviderGate gate) : IDisposable
{
    private bool _released;

    public void Dispose()
    {
        if (!_released)
        {
            _released = true;
            gate.Leave();
        }
    }
}
