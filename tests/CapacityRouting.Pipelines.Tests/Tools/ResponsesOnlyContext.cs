using System.Text.Json.Serialization;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Pipelines.Tests.Tools;

/// <summary>What a user writes who stores responses.</summary>
[JsonSerializable(typeof(ChatResponse))]
internal sealed partial class ResponsesOnlyContext : JsonSerializerContext;
