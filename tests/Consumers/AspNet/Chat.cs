namespace CapacityRouting.Consumers;

/// <summary>What goes over the wire of the application.</summary>
internal static class Chat
{
    internal sealed record Question(string Text);

    internal sealed record Answer(string Text, string? ServedBy);
}
