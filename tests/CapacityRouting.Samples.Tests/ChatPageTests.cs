using CapacityRouting.Tests.Browser;

namespace CapacityRouting.Samples.Tests;

/// <summary>The page of the sample AspNetChat, as a visitor uses it.</summary>
public sealed class ChatPageTests
{
    [BrowserTheory]
    [InlineData(1280, 800, false, "wide-light")]
    [InlineData(1280, 800, true, "wide-dark")]
    [InlineData(390, 844, false, "narrow-light")]
    [InlineData(390, 844, true, "narrow-dark")]
    public async Task Conversation_WhileProvidersFail_TellsWhoServedAndWhy(int width, int height, bool isDark, string name)
    {
        await using Visit visit = await Visit.BeginAsync(width, height, isDark);
        await visit.KeepPictureAsync($"chat-{name}-1-welcome");

        await visit.ClickAsync(".idea");
        string asked = await visit.AnswerAsync();
        Assert.Contains("In Lisbon it is", asked, StringComparison.Ordinal);
        Assert.Contains("gpt · 2 calls, 2 attempts", asked, StringComparison.Ordinal);
        Assert.Contains("GetWeather(\"Lisbon\")", asked, StringComparison.Ordinal);

        await visit.ClickAsync("[data-route=gpt] label:has([value=Limited])");
        asked = await visit.AskAsync("Why is the sky blue?");
        Assert.Contains("claude · 2 attempts", asked, StringComparison.Ordinal);
        Assert.Contains("gpt: rate limited (429), asks to wait 60\u00a0s", asked, StringComparison.Ordinal);

        await visit.SeeAsync("gpt", "cooling down");
        await visit.KeepPictureAsync($"chat-{name}-2-limited");

        await visit.Page.FocusAsync("[data-route=claude] [value=Overloaded]");
        await visit.Page.Keyboard.PressAsync("ArrowRight");
        asked = await visit.AskAsync("Hello?");
        Assert.Contains("No model can answer now.", asked, StringComparison.Ordinal);
        Assert.Contains("claude: network", asked, StringComparison.Ordinal);
        await visit.KeepPictureAsync($"chat-{name}-3-all-fail");

        Assert.Equal(3, (await visit.Answers).Length);
        Assert.Empty(visit.Errors);
        Assert.Equal(width, await visit.Page.EvaluateExpressionAsync<int>("document.documentElement.scrollWidth"));
    }

    [BrowserFact]
    public async Task Controls_OfThePage_HaveNames()
    {
        await using Visit visit = await Visit.BeginAsync(1280, 800, isDark: false);

        string[] names = await visit.NamesAsync();

        Assert.Equal(18, names.Length);
        Assert.DoesNotContain(names, string.IsNullOrWhiteSpace);
    }
}
