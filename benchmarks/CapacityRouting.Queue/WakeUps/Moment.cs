namespace CapacityRouting.Queue.WakeUps;

/// <summary>What happens on the two threads at the same moment.</summary>
internal enum Moment
{
    /// <summary>A call ends while another one joins the line.</summary>
    EndAndJoin,

    /// <summary>Two calls end while two others wait.</summary>
    TwoEnds,
}
