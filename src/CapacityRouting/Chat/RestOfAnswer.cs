namespace CapacityRouting.Chat;

/// <summary>What a request for the rest of an answer has beside the caller's own part. Its last message, or the last but one, is the part of the answer that the caller has. Immutable.</summary>
/// <param name="EndsWithInstruction">Whether the last message asks the model to go on. Only routes that don't go on by themselves get it.</param>
internal sealed record RestOfAnswer(bool EndsWithInstruction);
