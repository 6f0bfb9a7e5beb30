using CapacityRouting;
using Microsoft.Extensions.AI;
using QuickStart.Clients;
using Samples.Services;
using Streaming;
using Streaming.Views;

// Two model services on 127.0.0.1. The first breaks its connection off in the middle of a sentence, whatever it is asked.
await using var gpt = await ModelService.StartAsync(new OpenAIProtocol("gpt-4o"), BlueSky.BrokenOff);
await using var claude = await ModelService.StartAsync(new AnthropicProtocol("claude-sonnet-4-5"), BlueSky.WentOn);

StoryView.Ask(BlueSky.Question);
var continued = await TellAsync("With MaxContinuations = 1", maxContinuations: 1);
var interrupted = await TellAsync("With MaxContinuations = 0, the default", maxContinuations: 0);
return continued && !interrupted ? 0 : 1;

// Streams one answer to the screen, as an application does, and says whether it came to its end.
async Task<bool> TellAsync(string title, int maxContinuations)
{
    StoryView.Begin(title);
    using var router = new CapacityAwareChatClient(
        [
            new ModelRoute("gpt", ModelClients.OpenAI("any key", "gpt-4o", gpt.Address)),
            new ModelRoute("claude", ModelClients.Anthropic("any key", "claude-sonnet-4-5", claude.Address)),
        ],
        new CapacityRoutingOptions { MaxContinuations = maxContinuations }.UseOpenAI().UseAnthropic());
    List<ChatResponseUpdate> updates = [];
    try
    {
        await foreach (var update in router.GetStreamingResponseAsync(BlueSky.Question))
        {
            updates.Add(update);
            StoryView.Write(update);
        }

        StoryView.End(updates.ToChatResponse());
        return true;
    }
    catch (StreamInterruptedException thrown)
    {
        StoryView.End(thrown);
        return false;
    }
}
