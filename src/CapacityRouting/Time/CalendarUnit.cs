namespace CapacityRouting.Time;

/// <summary>What of the calendar a limit counts by.</summary>
internal enum CalendarUnit
{
    Day,
    Month,
}
