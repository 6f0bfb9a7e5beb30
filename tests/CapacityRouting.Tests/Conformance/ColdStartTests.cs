using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Conformance;

/// <summary>How many calls a route gets at once of which nobody knows what it takes.</summary>
public sealed class ColdStartTests
{
    private readonly ManualTime _time = new();
    private readonly List<TaskCompletionSource<ChatResponse>> _answers = [];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Stampede_OnARouteWithoutLimits_SendsTenAndTwiceAsManyEachSecond(bool streaming)
    {
        using CapacityAwareChatClient client = Make.Router(_time, Hanging());
        Task<ChatResponse>[] calls = [.. Enumerable.Range(0, 100).Select(_ => client.AskAsync(streaming))];

        List<int> underWay = [_answers.Count];
        for (int second = 1; second <= 4; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            underWay.Add(_answers.Count);
        }

        Assert.Equal([10, 20, 40, 80, 100], underWay);
        Assert.Equal(100, (await AnswerAllAsync(calls)).Length);
        Assert.Equal(0, client.Route("a").InFlight);
    }

    [Fact]
    public async Task Stampede_AsAnswersCome_SendsTwoForEach()
    {
        using CapacityAwareChatClient client = Make.Router(_time, Hanging());
        Task<ChatResponse>[] calls = [.. Enumerable.Range(0, 30).Select(_ => client.AskAsync(streaming: false))];

        // One leaves and the width grows by one: two more go.
        for (int answered = 0; answered < 5; answered++)
        {
            Assert.Equal(10 + (2 * answered), _answers.Count);
            Answer(answered);
        }

        await AnswerAllAsync(calls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Stampede_WithAnotherRoute_GoesThereInsteadOfWaiting(bool streaming)
    {
        using CapacityAwareChatClient client = Make.Router(_time, Hanging(), Hanging());

        for (int i = 0; i < 20; i++)
            _ = client.AskAsync(streaming);

        Assert.Equal((10, 10), (client.Route("a").InFlight, client.Route("b").InFlight));
        await Assert.ThrowsAsync<NoRouteAvailableException>(() => client.AskAsync(streaming, new ChatOptions().WithRouting(new() { MaxWait = TimeSpan.Zero })));
    }

    [Fact]
    public async Task Route_WhoseCircuitHasClosedAgain_IsNotRunOver()
    {
        bool isDown = true;
        TestClient model = new() { OnResponse = (_, _, _) => isDown ? throw TestClient.Http(500) : Pending() };
        using CapacityAwareChatClient client = Make.Router(_time, new CapacityRoutingOptions { CircuitBreaker = new() { MinimumThroughput = 2, BreakDuration = TimeSpan.FromSeconds(5) } }, model);
        for (int i = 0; i < 2; i++)
            await Assert.ThrowsAsync<NoRouteAvailableException>(() => client.AskAsync(streaming: false));
        isDown = false;
        _time.Advance(TimeSpan.FromSeconds(5));
        Task<ChatResponse> probe = client.AskAsync(streaming: false);
        Answer(0);
        await probe.DoneAsync();

        for (int i = 0; i < 30; i++)
            _ = client.AskAsync(streaming: false);

        // It begins with two, and doubles each second.
        Assert.Equal(2, client.Route("a").InFlight);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(4, client.Route("a").InFlight);
    }

    private TestClient Hanging() => new() { OnResponse = (_, _, _) => Pending() };

    private Task<ChatResponse> Pending()
    {
        TaskCompletionSource<ChatResponse> answer = new();
        _answers.Add(answer);
        return answer.Task;
    }

    private void Answer(int call) => Bare.Run(() => _answers[call].SetResult(TestClient.Says("ok")));

    /// <summary>Answers whatever is still to come.</summary>
    private async Task<ChatResponse[]> AnswerAllAsync(Task<ChatResponse>[] calls)
    {
        for (int i = 0; i < _answers.Count; i++)
            if (!_answers[i].Task.IsCompleted)
                Answer(i);
        return await Task.WhenAll(calls).DoneAsync();
    }
}
