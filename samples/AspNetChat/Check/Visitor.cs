using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;
using AspNetChat.Capacity;
using AspNetChat.Chat;
using Samples.Services;

namespace AspNetChat.Check;

/// <summary>Talks to the application over HTTP, as its page does.</summary>
internal sealed class Visitor(HttpClient http)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private readonly List<ChatTurn> _conversation = [];

    public async Task<Answer> AskAsync(string question)
    {
        _conversation.Add(new("user", question));
        using var response = await http.PostAsJsonAsync("/api/chat", _conversation);
        response.EnsureSuccessStatusCode();
        var answer = new Answer("", [], new([], Error: null));
        await foreach (var item in SseParser.Create(await response.Content.ReadAsStreamAsync()).EnumerateAsync())
            answer = With(answer, item);
        _conversation.Add(new("assistant", answer.Text));
        return answer;
    }

    public async Task MakeAsync(string service, ServiceState state) =>
        (await http.PostAsync($"/api/services/{service}/{state}", content: null)).EnsureSuccessStatusCode();

    /// <summary>Watches the panel until a route is in a condition.</summary>
    public async Task SeeAsync(string route, string condition)
    {
        await using var panel = await http.GetStreamAsync("/api/capacity");
        await foreach (var item in SseParser.Create(panel).EnumerateAsync())
            if (Read<RouteView[]>(item).Single(each => each.Name == route).Condition == condition)
                return;
    }

    private static Answer With(Answer answer, SseItem<string> item) => item.EventType switch
    {
        "words" => answer with { Text = answer.Text + Read<WordsEvent>(item).Text },
        "tool" => answer with { Tools = [.. answer.Tools, Read<ToolEvent>(item).Name] },
        _ => answer with { End = Read<EndEvent>(item) },
    };

    private static T Read<T>(SseItem<string> item) => JsonSerializer.Deserialize<T>(item.Data, Json)!;

    internal sealed record Answer(string Text, IReadOnlyList<string> Tools, EndEvent End)
    {
        /// <summary>Where the calls of the answer went, in order. A "!" marks an attempt that failed.</summary>
        public string Ways => string.Join(' ', End.Calls.SelectMany(call => call.Attempts).Select(attempt => attempt.Failure is null ? attempt.Route : $"{attempt.Route}!"));

        public string PassedOver => string.Join(' ', End.Calls.SelectMany(call => call.PassedOver).Select(each => $"{each.Route} {each.Reason}"));
    }
}
