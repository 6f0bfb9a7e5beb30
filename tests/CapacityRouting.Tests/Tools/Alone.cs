namespace CapacityRouting.Tests.Tools;

/// <summary>Tests that run when no others do.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
