using CapacityRouting.Storm.Scripts;

namespace CapacityRouting.Storm.Http;

/// <summary>How the steps of a script look on a wire. One for each answer.</summary>
internal interface IStormWire
{
    /// <summary>The events of one step; empty where the protocol has none for it.</summary>
    string Events(ScriptStep step);

    /// <summary>An error amid a stream.</summary>
    string ErrorEvent();
}
