using CapacityRouting.Storm.Scripts;

namespace CapacityRouting.Storm.Calls;

/// <summary>What a router has had of one attempt, told by what it read of the client's stream. Not thread-safe.</summary>
internal sealed class Flow
{
    private const int CharactersPerToken = 4;
    private int _characters;
    private bool _isOver;

    /// <summary>The output tokens that the request allows.</summary>
    public int? Most { get; set; }

    /// <summary>Whether it has had anything that commits it.</summary>
    public bool HasSubstance { get; private set; }

    /// <summary>The output by its length, rounded up once.</summary>
    public int Tokens => (_characters + CharactersPerToken - 1) / CharactersPerToken;

    /// <summary>The output that the model says that it took; null while it has not said so.</summary>
    public int? Usage { get; private set; }

    /// <summary>The usage that a model reports at its end: more than any estimate.</summary>
    public int UsageToTell => Tokens + 3;

    /// <summary>Whether the caller cancelled before the router had heard how its last step ended.</summary>
    public bool WasCancelled { get; set; }

    /// <summary>The router read a step.</summary>
    /// <param name="step">What it brought.</param>
    /// <param name="counted">The characters in it that are the model's output.</param>
    public void Read(ScriptStep step, int counted)
    {
        // What comes after the finish reason is no part of the answer.
        if (!_isOver)
            _characters += counted;
        HasSubstance |= step.HasSubstance;
        _isOver |= step.Kind == StepKind.Finish;
        if (step.Kind == StepKind.Usage)
            Usage = UsageToTell;
    }
}
