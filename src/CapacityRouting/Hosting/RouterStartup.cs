namespace CapacityRouting.Hosting;

/// <summary>An empty options type: its validation at start checks a router's settings.</summary>
internal sealed class RouterStartup;
