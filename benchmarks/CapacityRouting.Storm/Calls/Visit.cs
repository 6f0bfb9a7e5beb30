using CapacityRouting.Storm.Scripts;

namespace CapacityRouting.Storm.Calls;

/// <summary>One attempt of a call, as the model saw it. Thread-safe in its counts.</summary>
/// <param name="route">The route that was called.</param>
/// <param name="script">What its model does.</param>
/// <param name="given">The part of the answer that the request ended with.</param>
internal sealed class Visit(string route, AnswerScript script, string given)
{
    private int _opened;
    private int _disposed;
    private int _texts;
    private int _broken;

    public string Route => route;

    public AnswerScript Script => script;

    public string Given => given;

    /// <summary>Enumerators that were asked for.</summary>
    public int Opened => Volatile.Read(ref _opened);

    /// <summary>How often they were disposed.</summary>
    public int Disposed => Volatile.Read(ref _disposed);

    /// <summary>Pieces of text that were given away.</summary>
    public int Texts => Volatile.Read(ref _texts);

    /// <summary>Whether anything was given away that commits a stream.</summary>
    public bool HasSubstance => Texts > 0 || Flow.HasSubstance;

    /// <summary>Whether it has gone wrong by now.</summary>
    public bool IsBroken => Volatile.Read(ref _broken) != 0;

    /// <summary>What the router has had of it.</summary>
    public Flow Flow { get; } = new();

    public void Open() => Interlocked.Increment(ref _opened);

    public void Dispose() => Interlocked.Increment(ref _disposed);

    public void Break() => Volatile.Write(ref _broken, 1);

    public void Wrote() => Interlocked.Increment(ref _texts);
}
