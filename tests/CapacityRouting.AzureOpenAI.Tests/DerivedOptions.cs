using System.ClientModel.Primitives;
using Azure.AI.OpenAI;

namespace CapacityRouting.Tests;

/// <summary>A user's own type of options, in the assembly of the user's own policies.</summary>
public class DerivedOptions : AzureOpenAIClientOptions
{
    /// <summary>Leaves the SDK's own policy, or brings another one along.</summary>
    public DerivedOptions(PipelinePolicy? policy = null)
    {
        if (policy is not null)
            RetryPolicy = policy;
    }
}
