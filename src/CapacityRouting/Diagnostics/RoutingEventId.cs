namespace CapacityRouting.Diagnostics;

/// <summary>The kinds of events. The numbers are those of the log (docs/events.md): one that was given is never given to another kind.</summary>
internal enum RoutingEventId
{
    Served = 1,
    AttemptFailed = 2,
    RouteClosed = 3,
    CircuitOpened = 4,
    CircuitClosed = 5,
    Waiting = 6,
    NoRoute = 7,
    ClassifierThrew = 8,
    WindowLearned = 9,
    Reloaded = 10,
    ReloadRefused = 11,
    DisposalThrew = 12,
    WaitCapped = 13,
    ReaderThrew = 14,
    SdkRetries = 15,
    LimitsLearned = 16,
    ReadingThrew = 17,
    OutcomeThrew = 18,
    CallbackThrew = 19,
    EstimatorFailed = 21,
    UsageNotLoaded = 40,
    UsageNotSaved = 41,
    UsageLeftUnsaved = 42,
}
