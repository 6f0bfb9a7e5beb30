namespace CapacityRouting.Chat.Continuation;

/// <summary>The next step of an answer that broke off after part of it had reached the caller.</summary>
internal enum ContinuationStep
{
    /// <summary>Nothing: the caller gets the failure.</summary>
    None,

    /// <summary>Another route may go on from its text.</summary>
    GoOn,

    /// <summary>Only reasoning has come: another route may answer anew, without a partial answer to continue.</summary>
    BeginAnew,
}
