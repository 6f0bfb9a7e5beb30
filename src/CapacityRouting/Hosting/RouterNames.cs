using Microsoft.Extensions.Options;

namespace CapacityRouting.Hosting;

/// <summary>The names of registered routers in messages.</summary>
internal static class RouterNames
{
    public static string Of(string name) => string.Equals(name, Options.DefaultName, StringComparison.Ordinal) ? "router without a key" : $"router with key '{name}'";
}
