using CapacityRouting.Simulation;
using Microsoft.Extensions.AI;
namespace CapacityRouting.Goodput.Rivals;
internal static class RivalTable { public static IReadOnlyList<RivalEntry> All { get; } = []; }
