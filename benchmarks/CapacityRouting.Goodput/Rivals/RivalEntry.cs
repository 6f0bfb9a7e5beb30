using CapacityRouting.Simulation;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Goodput.Rivals;

internal sealed record RivalEntry(string Id, string Name, Func<RunContext, IChatClient> Make);
