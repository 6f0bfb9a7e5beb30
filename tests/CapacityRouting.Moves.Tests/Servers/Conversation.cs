using System.Text.Json.Nodes;

namespace CapacityRouting.Moves.Servers;

/// <summary>
/// What a request says, in the words of no protocol: it pairs results with calls, and knows how far the turn is. A turn has two calls at once, then one with a text before it, and then its
/// answer.
/// </summary>
internal sealed class Conversation
{
    private readonly List<(string Id, string City)> _open = [];
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private string _question = string.Empty;
    private int _rounds;
    private bool _isAnswering;

    /// <summary>Whether ids may be empty or repeat, as in servers that number calls from zero.</summary>
    public bool HasLooseIds { get; init; }

    /// <summary>Whether calls wait for their results.</summary>
    public bool IsOpen => _open.Count > 0;

    /// <summary>The results of calls since the user's last message.</summary>
    public int Rounds => _rounds;

    public void User(string text)
    {
        RequireClosed();
        (_question, _rounds, _isAnswering) = (text, 0, false);
    }

    /// <summary>The model calls a tool.</summary>
    public void Call(string id, string? name, JsonNode? arguments)
    {
        if (_isAnswering)
            RequireClosed();
        _isAnswering = false;
        if (!HasLooseIds && !_ids.Add(id))
            throw new RefusedException($"`tool_use` ids must be unique: {id}");
        if (name?.EndsWith("weather", StringComparison.Ordinal) is not true || arguments?["city"]?.GetValue<string>() is not { } city)
            throw new RefusedException($"Invalid function call '{name}' with arguments {arguments?.ToJsonString()}.");
        _open.Add((id, city));
    }

    /// <summary>The result of a call, which says what its own city is like.</summary>
    public void Result(string? id, string text)
    {
        int index = _open.FindIndex(call => id is null || string.Equals(call.Id, id, StringComparison.Ordinal));
        if (index < 0)
            throw new RefusedException($"unexpected `tool_use_id` found in `tool_result` blocks: {id}. Each `tool_result` block must have a corresponding `tool_use` block in the previous message.");
        if (!text.Contains(Tools.Weather(_open[index].City), StringComparison.Ordinal))
            throw new RefusedException($"The result of the call for {_open[index].City} is: {text}");
        _open.RemoveAt(index);
        _isAnswering = true;
        if (_open.Count == 0)
            _rounds++;
    }

    /// <exception cref="RefusedException">Calls wait for their results.</exception>
    public void RequireClosed()
    {
        if (_open.Count > 0)
            throw new RefusedException($"An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: {string.Join(", ", _open.Select(call => call.Id))}");
    }

    public Answer Answer()
    {
        RequireClosed();
        if (_question.Length == 0)
            throw new RefusedException("at least one message is required");
        if (_question.Contains("no tools", StringComparison.Ordinal))
            return new("Simple.", "Just this.", []);
        return _rounds switch
        {
            0 => new("Two cities are named.", Text: null, ["Rome", "Oslo"]),
            1 => new("One is missing.", "One more.", ["Lima"]),
            _ => new("All is known.", $"Rain everywhere, after {_rounds} rounds.", []),
        };
    }
}

/// <summary>What a model says.</summary>
/// <param name="Reasoning">Its reasoning.</param>
/// <param name="Text">Its text; null for none.</param>
/// <param name="Cities">The cities of its calls of the tool.</param>
internal sealed record Answer(string Reasoning, string? Text, IReadOnlyList<string> Cities)
{
    public static JsonObject ArgumentsFor(string city) => new() { ["city"] = city };
}
