using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CapacityRouting.Moves.Servers;

/// <summary>Mistral takes no other ids than its own form.</summary>
internal sealed partial class MistralServer() : ChatCompletionsServer("mistral")
{
    private int _calls;

    protected override string IdOf(int index) => $"Mi{Interlocked.Increment(ref _calls):D7}";

    protected override void Check(string id)
    {
        if (!Form().IsMatch(id))
            throw new RefusedException($"Tool call id was {id} but must be a-z, A-Z, 0-9, with a length of 9.");
    }

    protected override Conversation Read(JsonObject request)
    {
        Conversation conversation = base.Read(request);
        if (request["messages"]!.AsArray()[^1]!["role"]!.GetValue<string>() is not ("user" or "tool"))
            throw new RefusedException("Expected last role User or Tool (or Assistant with prefix True) for serving but got assistant");
        return conversation;
    }

    [GeneratedRegex("^[a-zA-Z0-9]{9}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Form();
}
