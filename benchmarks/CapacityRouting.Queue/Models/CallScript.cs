using Microsoft.Extensions.AI;

namespace CapacityRouting.Queue.Models;

/// <summary>One call as it will be. It travels with the prompt, and the model answers by it.</summary>
/// <param name="InputTokens">The tokens of its prompt.</param>
/// <param name="OutputTokens">The tokens of its answer.</param>
/// <param name="Duration">How long the model takes.</param>
internal sealed record CallScript(int InputTokens, int OutputTokens, TimeSpan Duration)
{
    private const int CharactersPerToken = 4;
    private const string Key = "script";

    public int Tokens => InputTokens + OutputTokens;

    /// <summary>The most output that the caller states; null for none.</summary>
    public int? MaxOutputTokens { get; init; }

    /// <summary>The script of a prompt.</summary>
    public static CallScript Of(IEnumerable<ChatMessage> messages) => (CallScript)messages.Last().AdditionalProperties![Key]!;

    public ChatMessage[] ToMessages() =>
        [new(ChatRole.User, new string('a', InputTokens * CharactersPerToken)) { AdditionalProperties = new() { [Key] = this } }];

    public ChatOptions ToOptions(RequestRouting routing) => new ChatOptions { MaxOutputTokens = MaxOutputTokens }.WithRouting(routing);

    public ChatResponse ToResponse() => new(new ChatMessage(ChatRole.Assistant, "ok"))
    {
        FinishReason = ChatFinishReason.Stop,
        Usage = new() { InputTokenCount = InputTokens, OutputTokenCount = OutputTokens, TotalTokenCount = Tokens },
    };
}
