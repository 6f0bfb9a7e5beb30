namespace Streaming.Services;

/// <summary>What a service answers, and whether its connection breaks off after that.</summary>
internal sealed record ServiceAnswer(string Text, bool BreaksOff);
