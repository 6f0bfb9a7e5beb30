using System.Text.Json.Serialization;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Pipelines.Tests.Tools;

/// <summary>The context of a user that stores responses beside other data.</summary>
[JsonSerializable(typeof(ChatResponse))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, object>))]
internal sealed partial class ReadOnlyDictionariesContext : JsonSerializerContext;
