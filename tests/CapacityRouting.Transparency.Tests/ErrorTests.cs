using System.Net;
using CapacityRouting.Tests.Tools;
using CapacityRouting.Transparency.Placing;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Transparency;

/// <summary>What a model throws reaches the caller as it is where there was no other route, with the report.</summary>
public sealed class ErrorTests
{
    private static readonly string[] SingleRoutes = [Ways.None, Ways.Untimed, Ways.One, Ways.Nested];

    public static TheoryData<string, bool> OnlyRoutes => Ways.Crossed(SingleRoutes);

    [Theory]
    [MemberData(nameof(OnlyRoutes))]
    public async Task Exception_OfTheOnlyRoute_IsTheModelsOwnWithTheReport(string way, bool streaming)
    {
        foreach (Exception own in Exceptions())
        {
            using IChatClient client = Ways.To(TestClient.Failing(() => own), way);

            Exception thrown = await Assert.ThrowsAnyAsync<Exception>(() => client.AskAsync(streaming));

            Assert.Same(own, thrown);
            Assert.Equal(way != Ways.None, thrown.GetRoutingReport() is not null);
        }
    }

    /// <summary>A client may throw at once, and not in its task.</summary>
    [Theory]
    [MemberData(nameof(OnlyRoutes))]
    public async Task Exception_ThrownAtOnce_IsTheModelsOwn(string way, bool streaming)
    {
        InvalidOperationException own = new("at once");
        using IChatClient client = Ways.To(new TestClient { OnResponse = (_, _, _) => throw own, OnStream = (_, _, _) => throw own }, way);

        Assert.Same(own, await Assert.ThrowsAsync<InvalidOperationException>(() => client.AskAsync(streaming)));
    }

    /// <summary>A cancellation of the model's own is a failure of the model, and no cancellation of the caller's.</summary>
    [Theory]
    [MemberData(nameof(OnlyRoutes))]
    public async Task Cancellation_OfTheModelsOwn_IsTheModelsOwn(string way, bool streaming)
    {
        TaskCanceledException own = new("The request was canceled due to the configured HttpClient.Timeout.", new TimeoutException());
        using IChatClient client = Ways.To(TestClient.Failing(() => own), way);

        Assert.Same(own, await Assert.ThrowsAsync<TaskCanceledException>(() => client.AskAsync(streaming)));
    }

    /// <summary>On purpose: what arrived is in the exception, so that no word is lost. The model's own is inside.</summary>
    [Theory]
    [InlineData(Ways.One)]
    [InlineData(Ways.Second)]
    public async Task Exception_InTheMiddleOfAStream_HasWhatArrivedAndTheModelsOwn(string way)
    {
        IOException own = new("cut");
        using IChatClient client = Ways.To(new TestClient { OnStream = (_, _, _) => Cut() }, way);

        StreamInterruptedException thrown = await Assert.ThrowsAsync<StreamInterruptedException>(() => client.AskAsync(streaming: true));

        Assert.Equal("half", thrown.ReceivedText);
        Assert.Same(own, thrown.InnerException);

        async IAsyncEnumerable<ChatResponseUpdate> Cut()
        {
            await Task.Yield();
            yield return new(ChatRole.Assistant, "half");
            throw own;
        }
    }

    /// <summary>On purpose: an answer without content is a failure.</summary>
    [Theory]
    [InlineData(Ways.Untimed, false)]
    [InlineData(Ways.Untimed, true)]
    [InlineData(Ways.One, false)]
    [InlineData(Ways.One, true)]
    public async Task Answer_WithoutContent_IsAFailure(string way, bool streaming)
    {
        using IChatClient client = Ways.To(new TestClient { OnResponse = (_, _, _) => Task.FromResult(new ChatResponse([])), OnStream = (_, _, _) => AsyncEnumerable.Empty<ChatResponseUpdate>() }, way);

        NoRouteAvailableException thrown = await Assert.ThrowsAsync<NoRouteAvailableException>(() => client.AskAsync(streaming));

        Assert.Equal(FailureKind.EmptyResponse, Assert.Single(thrown.Attempts).Failure!.Kind);
    }

    private static IEnumerable<Exception> Exceptions() =>
    [
        new InvalidOperationException("the client's code"),
        new ArgumentException("a wrong argument", "messages"),
        new NotSupportedException("no such feature"),
        new HttpRequestException("a wrong request", inner: null, HttpStatusCode.BadRequest),
        new HttpRequestException("a wrong key", inner: null, HttpStatusCode.Unauthorized),
        new OwnException(),
    ];

    private sealed class OwnException : Exception;
}
