namespace CapacityRouting.Time;

/// <summary>The unit of a calendar limit.</summary>
internal enum CalendarUnit
{
    Day,
    Month,
}
