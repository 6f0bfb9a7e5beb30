namespace CapacityRouting.Hosting;

/// <summary>Has nothing in it: its validation at start is what checks a router's settings.</summary>
internal sealed class RouterStartup;
