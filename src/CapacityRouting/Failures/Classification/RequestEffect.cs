namespace CapacityRouting.Failures.Classification;

/// <summary>What a failure does to the request.</summary>
internal enum RequestEffect
{
    Next,
    NextWithLargerWindow,
    StopUnlessAllowed,
    Stop,
}
