using AspNetChat;
using AspNetChat.Models;
using CapacityRouting.Tests.Browser;
using CapacityRouting.Tests.Tools;
using Microsoft.AspNetCore.Builder;
using PuppeteerSharp;
using PuppeteerSharp.Media;
using PuppeteerSharp.PageAccessibility;

namespace CapacityRouting.Samples.Tests;

/// <summary>A visit of the chat page, in a real browser. Each has an application of its own.</summary>
internal sealed class Visit(ChatModels models, WebApplication app, IBrowser browser, IPage page) : IAsyncDisposable
{
    private const string Artifacts = "CAPACITYROUTING_ARTIFACTS";

    private readonly List<string> _errors = [];

    public IPage Page => page;

    /// <summary>What the browser has complained of.</summary>
    public IReadOnlyList<string> Errors => _errors;

    /// <summary>The turns of the conversation that are whole, as they are read on the screen.</summary>
    public Task<string[]> Answers => page.EvaluateExpressionAsync<string[]>("[...document.querySelectorAll('article.assistant[aria-busy=false]')].map(turn => turn.innerText)");

    public static async Task<Visit> BeginAsync(int width, int height, bool isDark)
    {
        ChatModels models = await ChatModels.StartAsync();

        // Longer than the slowest test: a limited route is still cooling down when the test looks.
        models.Services["gpt"].RetryAfter = TimeSpan.FromMinutes(1);
        WebApplication app = ChatApp.Build(["--contentRoot", Sources.PathOf("samples", "AspNetChat"), "--urls", "http://127.0.0.1:0"], models);
        await app.StartAsync();
        IBrowser browser = await Puppeteer.LaunchAsync(new() { ExecutablePath = InstalledBrowser.Program, Args = ["--no-sandbox", "--disable-gpu"] });
        Visit visit = new(models, app, browser, await browser.NewPageAsync());
        await visit.OpenAsync(new() { Width = width, Height = height }, isDark);
        return visit;
    }

    public Task ClickAsync(string selector) => page.ClickAsync(selector);

    /// <summary>Types a question, sends it with the keyboard, and waits for the whole answer.</summary>
    public async Task<string> AskAsync(string question)
    {
        await page.TypeAsync("#question", question);
        await page.Keyboard.PressAsync("Enter");
        return await AnswerAsync();
    }

    /// <summary>Waits until every answer is whole, and gives the last one as it is read on the screen.</summary>
    public async Task<string> AnswerAsync()
    {
        await page.WaitForExpressionAsync("document.querySelector('article.assistant:last-child[aria-busy=false]') !== null");
        return (await Answers)[^1];
    }

    public Task SeeAsync(string route, string condition) =>
        page.WaitForFunctionAsync("(route, text) => document.querySelector(`.route[data-route=${route}] .condition`)?.textContent.startsWith(text)", route, condition);

    /// <summary>What a screen reader calls the fields, buttons, switches and meters of the page.</summary>
    public async Task<string[]> NamesAsync() => [.. All(await page.Accessibility.SnapshotAsync(new() { InterestingOnly = false })).Where(node => node.Role is "textbox" or "button" or "radio" or "meter").Select(node => node.Name)];

    /// <summary>Keeps a picture of the page for people to look at.</summary>
    public Task KeepPictureAsync(string name)
    {
        string folder = Environment.GetEnvironmentVariable(Artifacts) is { Length: > 0 } given ? given : Path.Combine(AppContext.BaseDirectory, "artifacts");
        Directory.CreateDirectory(folder);
        return page.ScreenshotAsync(Path.Combine(folder, $"{name}.png"));
    }

    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        await app.DisposeAsync();
        await models.DisposeAsync();
    }

    private async Task OpenAsync(ViewPortOptions view, bool isDark)
    {
        page.Console += (_, told) => Note(told.Message.Type is ConsoleType.Error or ConsoleType.Warning, told.Message.Text);
        page.PageError += (_, thrown) => Note(isError: true, thrown.Message);
        page.Response += (_, received) => Note((int)received.Response.Status >= 400, $"{received.Response.Status} {received.Response.Url}");
        await page.SetViewportAsync(view);
        await page.EmulateMediaFeaturesAsync([new() { MediaFeature = MediaFeature.PrefersColorScheme, Value = isDark ? "dark" : "light" }]);
        await page.GoToAsync(app.Urls.Single());
        await SeeAsync("claude", "ready");
    }

    private static IEnumerable<SerializedAXNode> All(SerializedAXNode node) => [node, .. (node.Children ?? []).SelectMany(All)];

    private void Note(bool isError, string text)
    {
        if (isError)
            _errors.Add(text);
    }
}
