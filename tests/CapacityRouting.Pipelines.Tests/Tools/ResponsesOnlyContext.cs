using System.Text.Json.Serialization;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Pipelines.Tests.Tools;

/// <summary>The context of a user that stores responses.</summary>
[JsonSerializable(typeof(ChatResponse))]
internal sealed partial class ResponsesOnlyContext : JsonSerializerContext;
