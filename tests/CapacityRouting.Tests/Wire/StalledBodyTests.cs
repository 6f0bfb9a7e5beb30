using System.Net;
using System.Text;
using CapacityRouting.Tests.Tools;
using CapacityRouting.Wire;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Wire;

/// <summary>Error bodies that stop in the middle. Only a caller that asks for the rest waits for it, and it gets all of it.</summary>
public sealed class StalledBodyTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly ManualTime _time = new();
    private readonly StallingStream _body = new("used ", "up");

    public void Dispose() => _body.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Send_AnErrorWhoseBodyStalls_IsHandedOnAfterAShortWhile(bool streaming)
    {
        HttpResponseMessage refusal = new(HttpStatusCode.TooManyRequests) { Content = new StreamContent(_body) };
        refusal.Headers.TryAddWithoutValidation("retry-after", "7");
        CapacityObserver observer = new(new StubHandler(_ => refusal)) { Time = _time };
        using CapacityAwareChatClient client = Make.Router(_time, new HttpChatClient(observer), new TestClient());

        Task<ChatResponse> answer = client.AskAsync(streaming);
        bool early = answer.IsCompleted;
        _time.Advance(Patience);
        RouteFailure failure = (await answer.DoneAsync()).GetRoutingReport()!.Attempts[0].Failure!;

        Assert.False(early);
        Assert.Equal((FailureKind.RateLimited, TimeSpan.FromSeconds(7)), (failure.Kind, failure.RetryAfter));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1024)]
    public async Task Read_OfABodyThatStalledAndWentOn_GivesEveryByteOnce(int atOnce)
    {
        using ReplayedStream replayed = await StalledAsync();
        string start = replayed.TextIn("utf-8");

        Task<string> whole = ReadAsync(replayed, atOnce);
        _body.GoOn();

        Assert.Equal("used ", start);
        Assert.Equal("used up", await whole.DoneAsync());
    }

    [Fact]
    public async Task Read_OfABodyThatWentOnBehindTheBack_GivesEveryByteToABlockingReaderToo()
    {
        using ReplayedStream replayed = await StalledAsync();
        _body.GoOn();

        using StreamReader reader = new(replayed);

        Assert.Equal("used up", reader.ReadToEnd());
    }

    [Fact]
    public async Task Read_GivenUpAndAskedForAgain_LosesNothing()
    {
        using ReplayedStream replayed = await StalledAsync();
        await replayed.ReadExactlyAsync(new byte[5]);
        using CancellationTokenSource hasty = new();
        ValueTask<int> givenUp = replayed.ReadAsync(new byte[5], hasty.Token);

        hasty.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => givenUp.AsTask());
        _body.GoOn();

        Assert.Equal("up", await ReadAsync(replayed, atOnce: 5).DoneAsync());
    }

    [Fact]
    public async Task Read_OfABodyThatStalledAndBroke_BreaksForTheClient()
    {
        using ReplayedStream replayed = await StalledAsync();

        _body.Break();

        await Assert.ThrowsAsync<IOException>(() => ReadAsync(replayed, atOnce: 100));
    }

    [Fact]
    public async Task Read_AfterTheTokenOfTheRequestIsCancelled_GoesOn()
    {
        using CancellationTokenSource request = new();
        using ReplayedStream replayed = await StalledAsync(request.Token);

        request.Cancel();
        _body.GoOn();

        Assert.Equal("used up", await ReadAsync(replayed, atOnce: 100).DoneAsync());
    }

    [Fact]
    public async Task Dispose_OfABodyThatIsStillRead_EndsTheReadBeforeTheStream()
    {
        ReplayedStream replayed = await StalledAsync();

        replayed.Dispose();

        Assert.Equal(["read ended", "disposed"], _body.Events);
    }

    private static async Task<string> ReadAsync(Stream stream, int atOnce)
    {
        StringBuilder text = new();
        byte[] buffer = new byte[atOnce];
        for (int count = await stream.ReadAsync(buffer); count > 0; count = await stream.ReadAsync(buffer))
            text.Append(Encoding.UTF8.GetString(buffer, 0, count));
        return text.ToString();
    }

    private async Task<ReplayedStream> StalledAsync(CancellationToken request = default)
    {
        Task<ReplayedStream> reading = ReplayedStream.ReadAsync(_body, _time, request).AsTask();
        _time.Advance(Patience);
        return await reading.DoneAsync();
    }

    /// <summary>Gives a piece, then nothing until it is told, then the other.</summary>
    private sealed class StallingStream(string first, string second) : MemoryStream(Encoding.UTF8.GetBytes(first + second))
    {
        private readonly TaskCompletionSource _told = new();

        public List<string> Events { get; } = [];

        public void GoOn() => _told.TrySetResult();

        public void Break() => _told.TrySetException(new IOException("connection lost"));

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Position == first.Length)
                await WaitAsync(cancellationToken);
            int most = Position < first.Length ? first.Length - (int)Position : second.Length;
            return await base.ReadAsync(buffer[..Math.Min(buffer.Length, most)], cancellationToken);
        }

        protected override void Dispose(bool disposing)
        {
            Events.Add("disposed");
            base.Dispose(disposing);
        }

        private async Task WaitAsync(CancellationToken cancellationToken)
        {
            using CancellationTokenRegistration ending = cancellationToken.Register(() =>
            {
                Events.Add("read ended");
                _told.TrySetCanceled(cancellationToken);
            });
            await _told.Task;
        }
    }
}
