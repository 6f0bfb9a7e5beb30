using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace CapacityRouting.Pipelines.Tests.Tools;

/// <summary>Routers whose streamed answers may go on at the next route.</summary>
internal static class Continuing
{
    private static readonly ProviderProfile Prefills = ProviderProfile.Generic with { SupportsAssistantPrefill = true };

    public static CapacityAwareChatClient Router(FakeTimeProvider time, IChatClient first, IChatClient second) =>
        new([new("a", first), new("b", second) { Profile = Prefills }], new() { MaxContinuations = 1 }, time);
}
