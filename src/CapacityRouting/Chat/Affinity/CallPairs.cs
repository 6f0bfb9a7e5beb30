namespace CapacityRouting.Chat.Affinity;

/// <summary>
/// The calls of a conversation that wait for a result. Calls with the same id are answered in their order. The first call after a result begins a new round: unanswered calls of earlier rounds
/// get no result any more.
/// </summary>
internal sealed class CallPairs
{
    private readonly Dictionary<string, Queue<string>> _open = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _last = new(StringComparer.Ordinal);
    private bool _hasResults;

    /// <summary>Whether a call has had the id.</summary>
    public bool Knows(string id) => _last.ContainsKey(id);

    /// <summary>Adds a call.</summary>
    /// <param name="id">The call's own id.</param>
    /// <param name="portable">The id under which it is sent.</param>
    /// <returns>The portable id.</returns>
    public string Called(string id, string portable)
    {
        if (_hasResults)
            _open.Clear();
        _hasResults = false;
        if (!_open.TryGetValue(id, out Queue<string>? open))
            _open.Add(id, open = new());
        open.Enqueue(portable);
        return Noted(id, portable);
    }

    /// <summary>Adds a result whose call is missing.</summary>
    /// <returns>The portable id.</returns>
    public string Noted(string id, string portable) => _last[id] = portable;

    /// <returns>The portable id of the call that a result answers: the last one with its id where none is open; null where there is none.</returns>
    public string? Answered(string id)
    {
        _hasResults = true;
        return _open.TryGetValue(id, out Queue<string>? open) && open.TryDequeue(out string? portable) ? portable : _last.GetValueOrDefault(id);
    }
}
