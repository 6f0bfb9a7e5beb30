using AspNetChat.Models;
using Samples.Services;

namespace AspNetChat.Check;

/// <summary>Holds a conversation through the application's own endpoints, and tells whether all went as it should.</summary>
internal static class SelfCheck
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(ChatModels models)
    {
        foreach (var service in models.Services.Values)
            service.RetryAfter = RetryAfter;
        await using var app = ChatApp.Build(["--urls", "http://127.0.0.1:0"], models);
        await app.StartAsync();
        using var http = new HttpClient { BaseAddress = new(app.Urls.Single()) };
        return await ConverseAsync(new(http)).WaitAsync(Limit, TimeProvider.System) ? 0 : 1;
    }

    private static async Task<bool> ConverseAsync(Visitor visitor)
    {
        var asked = await visitor.AskAsync("What is the weather in Lisbon?");
        var holds = Tell("gpt asks for the weather, and answers", asked is { Ways: "gpt gpt", Tools: ["GetWeather"], End.Error: null } && asked.Text.Contains("In Lisbon it is", StringComparison.Ordinal));

        await visitor.MakeAsync("gpt", ServiceState.Overloaded);
        asked = await visitor.AskAsync("Why is the sky blue?");
        holds &= Tell("gpt is overloaded, and claude answers", asked is { Ways: "gpt! claude", End: { Error: null, Calls: [{ ServedBy: "claude", Attempts: [{ Failure: "Overloaded", Status: 503 }, _] }] } });

        await visitor.MakeAsync("gpt", ServiceState.Well);
        await visitor.SeeAsync("gpt", "Ready");
        asked = await visitor.AskAsync("What is the weather in Oslo?");
        holds &= Tell("gpt is well again, and answers", asked is { Ways: "gpt gpt", PassedOver: "" });

        await visitor.MakeAsync("gpt", ServiceState.Limited);
        asked = await visitor.AskAsync("What is a rate limit?");
        holds &= Tell("gpt is limited, and claude answers", asked is { Ways: "gpt! claude", End.Calls: [{ Attempts: [{ Failure: "RateLimited", Status: 429, RetryAfter: 60 }, _] }] });

        await visitor.SeeAsync("gpt", "CoolingDown");
        asked = await visitor.AskAsync("Hello!");
        holds &= Tell("while gpt cools down, claude is asked at once", asked is { Ways: "claude", PassedOver: "gpt CoolingDown" });

        await visitor.MakeAsync("claude", ServiceState.Down);
        asked = await visitor.AskAsync("Hello?");
        return holds & Tell("claude is down too, and the page is told", asked is { Text: "", End: { Error: not null, Calls: [{ ServedBy: null, Attempts: [{ Failure: "Network" }, ..] }] } });
    }

    private static bool Tell(string what, bool holds)
    {
        Console.WriteLine($"{(holds ? "yes" : "NO ")}  {what}");
        return holds;
    }
}
