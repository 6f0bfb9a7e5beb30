namespace CapacityRouting.Failures.Providers;

/// <summary>
/// How clearly an error indicates a request fault. An error message about a request quotes the request's words, and those may be anything:
/// a role named "usage limits", an image whose server answered "Forbidden".
/// </summary>
internal enum RequestFault
{
    /// <summary>The error indicates no request fault.</summary>
    None,

    /// <summary>An error code that covers many faults: "invalid_request_error".</summary>
    Vague,

    /// <summary>An error code that names the fault, or the name of what is missing.</summary>
    Plain,

    /// <summary>A validator's error, which quotes the request at length.</summary>
    Quoting,
}
