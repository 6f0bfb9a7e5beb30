using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace CapacityRouting.ScriptedProvider;

/// <summary>One call through a router whose first route is a real SDK's client, and whose second always answers.</summary>
internal sealed class Trial : IDisposable
{
    public const string First = "scripted";
    public const string Second = "second";

    private const string Answer = "the second answers";
    private const int LargestWindow = 1_000_000;

    private readonly TestClient _second = TestClient.Saying(Answer);
    private readonly Witness _witness = new();

    public Trial(IChatClient first, CapacityRoutingOptions? options = null, ILoggerFactory? log = null)
    {
        options ??= new();
        options.FailureClassifier = _witness;
        Router = new(
            [new(First, first) { MaxInputTokens = LargestWindow / 2 }, new(Second, _second) { MaxInputTokens = LargestWindow }],
            options,
            Time,
            log);
    }

    /// <summary>It begins on Friday, 2 January 2026, at midnight: the dates that providers state are near that.</summary>
    public FakeTimeProvider Time { get; } = new(new(2026, 1, 2, 0, 0, 0, TimeSpan.Zero));

    public CapacityAwareChatClient Router { get; }

    public RoutingReport Report { get; private set; } = null!;

    /// <summary>What the caller got to see; null when that was an answer.</summary>
    public Exception? Thrown { get; private set; }

    public string? Text { get; private set; }

    /// <summary>The SDK's own exception for the first failure, whether or not the caller got to see it.</summary>
    public Exception Raised => _witness.Exception;

    public RouteFailure Failure => Report.Attempts[0].Failure!;

    public async Task AskAsync(bool streaming)
    {
        try
        {
            ChatResponse response = await Router.AskAsync(streaming);
            Text = response.Text;
            Report = response.GetRoutingReport()!;
        }
        catch (Exception thrown)
        {
            Thrown = thrown;
            Report = thrown.GetRoutingReport()!;
        }
    }

    /// <summary>Asks. Once the provider has sent all that it will, lets the time run until the client or the router gives up.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="streaming">Which method is asked.</param>
    /// <param name="hasSeen">What the client has to have seen before.</param>
    public async Task AskInVainAsync(Provider provider, bool streaming, Func<bool>? hasSeen = null)
    {
        Task asking = AskAsync(streaming);
        await provider.Asked;
        while (hasSeen?.Invoke() == false)
            await Task.Yield();
        for (; !asking.IsCompleted; await Task.Yield())
            Time.Advance(TimeSpan.FromMinutes(1));
        await asking;
    }

    /// <summary>The kind, the scope and where the request went from there.</summary>
    public void AssertIs(Behaviour expected, Sight sight)
    {
        Assert.Equal(First, Report.Attempts[0].Route);
        Assert.Equal(expected.KindAt(sight), Failure.Kind);
        if (expected.Scope is { } scope)
            Assert.Equal(scope, Failure.Scope);
        if (Failure.Kind is FailureKind.InvalidRequest or FailureKind.ContentFiltered)
            AssertStopped();
        else
            AssertWentOn();
    }

    /// <summary>The wait that the provider stated, as far as it is in sight.</summary>
    public void AssertWait(Behaviour expected, bool seesHeaders)
    {
        if (Failure.Kind == expected.Kind)
            Assert.Equal(expected.WaitIsInHeaders && !seesHeaders ? null : expected.Wait, Failure.RetryAfter);
    }

    /// <summary>What the first route's quota holds of a dimension.</summary>
    public BucketSnapshot BucketOf(CapacityDimension dimension) =>
        Assert.Single(Router.Route(First).Buckets, bucket => bucket.Dimension == dimension);

    public void AssertWentOn()
    {
        Assert.Null(Thrown);
        Assert.Equal(Second, Report.ServedBy);
        Assert.Equal(Answer, Text);
    }

    /// <summary>The SDK's own exception came out, untouched.</summary>
    public void AssertStopped()
    {
        Assert.Same(Failure.Exception, Thrown);
        Assert.Null(Report.ServedBy);
        Assert.Equal(0, _second.Calls);
    }

    public void Dispose() => Router.Dispose();
}
