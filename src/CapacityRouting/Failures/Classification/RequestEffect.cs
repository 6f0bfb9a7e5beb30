namespace CapacityRouting.Failures.Classification;

/// <summary>The effect of a failure on the request.</summary>
internal enum RequestEffect
{
    Next,
    NextWithLargerWindow,
    StopUnlessAllowed,
    Stop,
}
