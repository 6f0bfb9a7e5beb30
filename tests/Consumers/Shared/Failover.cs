using System.ClientModel;
using Microsoft.Extensions.AI;
using OpenAI;

namespace CapacityRouting.Consumers;

/// <summary>Two services and the SDK of OpenAI on them: the first refuses, the second answers.</summary>
internal sealed class Failover : IDisposable
{
    public const string Answer = "hello from the second";

    private readonly LoopbackModel _first = LoopbackModel.Refusing();
    private readonly LoopbackModel _second = LoopbackModel.Saying(Answer);

    public IChatClient First => ClientOf(_first);

    public IChatClient Second => ClientOf(_second);

    /// <returns>What is wrong with an answer; null when nothing is.</returns>
    public string? FaultOf(string text, string? servedBy) =>
        (text, servedBy) != (Answer, "second") ? $"'{servedBy}' has answered '{text}'"
        : _first.Requests != 1 ? $"the first service got {_first.Requests} requests: the SDK has tried again by itself"
        : null;

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
    }

    private static IChatClient ClientOf(LoopbackModel model) =>
        new OpenAIClient(new ApiKeyCredential("a-key"), new OpenAIClientOptions { Endpoint = model.Address }.UseCapacityRouting()).GetChatClient("m").AsIChatClient();
}
