namespace CapacityRouting.ScriptedProvider;

/// <summary>How much of the wire a router is let see.</summary>
internal enum Sight
{
    /// <summary>A <see cref="CapacityObserver"/> under the SDK's HttpClient.</summary>
    Handler,

    /// <summary>The adapter's own policy in the SDK's pipeline, where the SDK has one, and the adapter's reader of exceptions.</summary>
    Policy,

    /// <summary>The adapter's reader of exceptions alone.</summary>
    Reader,

    /// <summary>Neither: the SDK's exception, as any other.</summary>
    Neither,
}
