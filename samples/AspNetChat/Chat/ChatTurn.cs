using Microsoft.Extensions.AI;

namespace AspNetChat.Chat;

/// <summary>A turn of the conversation, as the page keeps it: the page sends all of them with each question, and the server remembers none.</summary>
/// <param name="Role">"user" or "assistant".</param>
internal sealed record ChatTurn(string Role, string Text)
{
    public ChatMessage ToMessage() => new(new ChatRole(Role), Text);
}
