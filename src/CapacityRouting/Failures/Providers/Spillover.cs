namespace CapacityRouting.Failures.Providers;

/// <summary>
/// The spillover of Azure OpenAI: a call that a provisioned deployment could not take was served by a standard deployment, which bills it. It used no provisioned capacity
/// (learn.microsoft.com/azure/ai-foundry/openai/how-to/spillover-traffic-management).
/// </summary>
internal static class Spillover
{
    /// <summary>The deployment that served; null where the call was not spilled. Empty where the response does not name it.</summary>
    public static string? ServedBy(ObservedResponse response) =>
        response.Header("x-ms-spillover-from-deployment") is { Length: > 0 } ? response.Header("x-ms-deployment-name") ?? string.Empty : null;
}
