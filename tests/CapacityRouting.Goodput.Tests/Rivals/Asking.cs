using CapacityRouting.Goodput.Rivals;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Goodput.Tests.Rivals;

/// <summary>Requests of a test, and what comes back.</summary>
internal static class Asking
{
    public static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    /// <summary>The name of the model that answered.</summary>
    public static async Task<string> AskAsync(this Rival rival, int characters = 4, CancellationToken cancellationToken = default) =>
        (await rival.GetResponseAsync(Prompt(characters), cancellationToken: cancellationToken)).Text;

    /// <summary>Text of the stream, which is the name of the model.</summary>
    public static async Task<string> StreamAsync(this Rival rival)
    {
        string text = "";
        await foreach (ChatResponseUpdate update in rival.GetStreamingResponseAsync(Prompt(4)))
            text += update.Text;
        return text;
    }

    /// <summary>The failure that the caller sees; it must be one.</summary>
    public static async Task<Exception> FailAsync(this Rival rival, int characters = 4)
    {
        Exception? failure = await Record.ExceptionAsync(() => rival.AskAsync(characters));
        return Assert.IsAssignableFrom<Exception>(failure);
    }

    private static ChatMessage[] Prompt(int characters) => [new(ChatRole.User, new string('x', characters))];
}
