namespace Samples.Services;

/// <summary>How a service is. All but the first make it refuse what it is asked.</summary>
internal enum ServiceState
{
    Well,

    /// <summary>The account has used up what it may: a 429 that says when to come back.</summary>
    Limited,

    /// <summary>The service is full: a 503 or 529, the provider's own.</summary>
    Overloaded,

    /// <summary>The connection breaks before an answer.</summary>
    Down,
}
