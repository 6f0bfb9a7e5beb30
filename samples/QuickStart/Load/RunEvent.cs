namespace QuickStart.Load;

/// <summary>Something worth telling the onlooker.</summary>
internal sealed record RunEvent(TimeSpan At, string Text);
