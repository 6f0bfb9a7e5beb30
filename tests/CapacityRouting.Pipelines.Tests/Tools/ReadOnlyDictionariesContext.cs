using System.Text.Json.Serialization;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Pipelines.Tests.Tools;

/// <summary>What a user writes who stores responses beside data of their own.</summary>
[JsonSerializable(typeof(ChatResponse))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, object>))]
internal sealed partial class ReadOnlyDictionariesContext : JsonSerializerContext;
