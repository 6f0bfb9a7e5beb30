namespace CapacityRouting.Failures.Providers;

/// <summary>
/// How surely an error is the request's own. What is wrong with a request is told in the request's words, and those may say anything:
/// a role that is called "usage limits", a picture whose server answered "Forbidden".
/// </summary>
internal enum RequestFault
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>By a code that covers many things: "invalid_request_error".</summary>
    Vague,

    /// <summary>By a code that names the fault, or by the name of what is missing.</summary>
    Plain,

    /// <summary>By a validator, which quotes the request at length.</summary>
    Quoting,
}
