namespace QuickStart.Load;

/// <summary>One call of the plan, due whether or not earlier ones have finished: real users don't wait for one another.</summary>
internal sealed record PlannedCall(int Number, TimeSpan DueAt, string Prompt, int MaxOutputTokens, bool Stream);
