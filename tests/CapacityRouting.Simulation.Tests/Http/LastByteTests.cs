using System.Text;
using CapacityRouting.Simulation.Http;
using CapacityRouting.Simulation.Tests.Http.Tools;
using Microsoft.AspNetCore.Http;

namespace CapacityRouting.Simulation.Tests.Http;

/// <summary>A caller with its answer never finds its own slot still taken: the call ends before its last byte is sent.</summary>
public sealed class LastByteTests
{
    [Theory]
    [InlineData(ProviderDialect.OpenAI)]
    [InlineData(ProviderDialect.Anthropic)]
    public async Task Whole_WhenItIsSent_TheCallIsOver(ProviderDialect dialect)
    {
        List<VisitEnd> ends = await EndsAtWritesAsync(dialect, isStream: false);

        Assert.Equal([VisitEnd.Answered], ends.Distinct());
    }

    [Theory]
    [InlineData(ProviderDialect.OpenAI)]
    [InlineData(ProviderDialect.Anthropic)]
    public async Task Stream_WhenItsLastEventsAreSent_TheCallIsOverAndNotBefore(ProviderDialect dialect)
    {
        List<VisitEnd> ends = await EndsAtWritesAsync(dialect, isStream: true);

        // The opening, two pieces of a token each, and the closing.
        Assert.Equal([VisitEnd.None, VisitEnd.None, VisitEnd.None, VisitEnd.Answered], ends);
    }

    private static async Task<List<VisitEnd>> EndsAtWritesAsync(ProviderDialect dialect, bool isStream)
    {
        SimulatedProvider provider = Simulated.Provider(Simulated.Settings(dialect) with { Latency = Simulated.Instant }, new TestTime());
        string prompt = Ask.For(0, 10, 2).Prompt;
        WrittenTo body = new(provider);
        DefaultHttpContext http = new();
        http.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(
            $$"""{"model":"m","max_tokens":5,"stream":{{(isStream ? "true" : "false")}},"messages":[{"role":"user","content":"{{prompt}}"}]}"""));
        http.Response.Body = body;

        await new ProviderEndpoint(provider, WireProtocol.Of(dialect)).HandleAsync(http);

        Assert.Equal(200, http.Response.StatusCode);
        return body.Ends;
    }

    /// <summary>A body that notes, as each part of it is written, how the call stands.</summary>
    private sealed class WrittenTo(SimulatedProvider provider) : MemoryStream
    {
        public List<VisitEnd> Ends { get; } = [];

        public override void Write(byte[] buffer, int offset, int count) => Note();

        public override void Write(ReadOnlySpan<byte> buffer) => Note();

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            Note();
            return Task.CompletedTask;
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Note();
            return ValueTask.CompletedTask;
        }

        private void Note() => Ends.Add(provider.Visits[0].End);
    }
}
