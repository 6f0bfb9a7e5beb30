using System.ClientModel.Primitives;

namespace CapacityRouting;

/// <summary>Tells the retry policy that an SDK's options bring along from one that their user set.</summary>
internal static class SdkRetryPolicy
{
    /// <summary>Whether only the SDK can have made the policy: its type is hidden in the assembly that shows the type of the options.</summary>
    public static bool IsIn(ClientPipelineOptions options)
    {
        if (options.RetryPolicy?.GetType() is not { } policy)
            return false;
        Type sdk = SdkTypeOf(options.GetType());
        return policy.Assembly == sdk.Assembly && sdk.IsVisible && !policy.IsVisible;
    }

    // A type that is derived from the SDK's may well stand beside the policies of its user; the first one of the line does not.
    private static Type SdkTypeOf(Type options)
    {
        while (options.BaseType is { } above && above.IsSubclassOf(typeof(ClientPipelineOptions)))
            options = above;
        return options;
    }
}
