namespace CapacityRouting.Failures.Providers;

/// <summary>
/// Refusals of a request whose conversation or response the provider no longer has. Where the messages hold the whole conversation, the request may begin anew. The words are those of
/// OpenAI, Azure and xAI.
/// </summary>
internal static class StateRefusals
{
    public static FailureRule[] Failures { get; } =
    [
        new(FailureKind.InvalidRequest)
        {
            MeansStateLost = true,
            Codes = ["previous_response_not_found", "conversation_not_found"],
            Phrases =
            [
                "response with id*not found", "item with id*not found", "conversation with id*not found", "conversation ? not found", "conversation not found", "no conversation found",
                "no thread found",
            ],
            Statuses = [0, 200, 400, 404, 410],
            IsOwn = true,
            Fault = RequestFault.Plain,
        },
    ];
}
