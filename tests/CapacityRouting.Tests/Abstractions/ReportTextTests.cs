using System.Text.Json;
using CapacityRouting.Abstractions;
using CapacityRouting.Tests.Tools;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Abstractions;

public sealed class ReportTextTests
{
    [Theory]
    [InlineData("gpt")]
    [InlineData("eu: gpt in west")]
    [InlineData(": in 5 s")]
    public void Of_AReport_IsReadBack(string name)
    {
        RoutingReport report = ReportOf(name, failures: 3);

        RoutingReport restored = ReportText.Restore(ReportText.Of(report, isOfAMessage: false))!;

        Assert.Equal((name, 2, TimeSpan.FromSeconds(1.25), 1_200L, 900L, true), (restored.ServedBy, restored.OmittedAttempts, restored.Waited, restored.EstimatedTokens, restored.ActualTokens, restored.IsRestored));
        Assert.Equal([(name + "-0", FailureKind.Overloaded, 503, 0.25), (name, null, null, 2)], restored.Attempts.Select(attempt => (attempt.Route, attempt.Failure?.Kind, attempt.Failure?.StatusCode, attempt.Duration.TotalSeconds)));
    }

    /// <summary>A message is part of a cache's key.</summary>
    [Fact]
    public void Of_AReportOnAMessage_HasTheRouteAlone() => Assert.Equal(["servedBy"], ReportText.Of(ReportOf("gpt", failures: 3), isOfAMessage: true).Keys);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(63)]
    public void Of_AnyReport_IsShortAndOfTextsAlone(int failures)
    {
        Dictionary<string, object?> texts = ReportText.Of(ReportOf(new string('x', 100_000), failures), isOfAMessage: false);

        Assert.All(texts.Values, value => Assert.IsType<string>(value));
        Assert.True(texts.Sum(text => text.Key.Length + ((string)text.Value!).Length) < 1_024);
    }

    /// <summary>Nothing that a provider has said gets into what is stored.</summary>
    [Fact]
    public void Of_AFailureWithSecretsInEveryField_SaysNoneOfThem()
    {
        const string Secret = "sk-secret";
        RouteFailure failure = new() { Kind = FailureKind.Authentication, Message = Secret, ErrorCode = Secret, Exception = new InvalidOperationException(Secret), Observed = new(401, [new(Secret, Secret)], Secret) };
        RoutingReport report = new();
        report.Note(new(0, "a", TimeSpan.FromSeconds(1), failure, sends: 1), serves: false);
        report.Note(new(1, "b", TimeSpan.FromSeconds(1), failure, sends: 1) { SpilledTo = Secret }, serves: false);

        Assert.DoesNotContain(Secret, string.Concat(ReportText.Of(report, isOfAMessage: false).Values), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"servedBy":"gpt","attempts":"-3","first":"?","last":": ","waited":"NaN s","tokens":"/"}""")]
    [InlineData("""{"servedBy":"gpt","attempts":"9999999999999","first":"a: Nonsense in 1 s","last":"a: 5 in 1 s","waited":"1e400 s","tokens":"1/2/3"}""")]
    [InlineData("""{"servedBy":"gpt","attempts":{},"first":[],"last":null,"waited":5,"tokens":true,"other":"x"}""")]
    [InlineData("""{"servedBy":"gpt","last":"a: Overloaded 503 in -1 s"}""")]
    public void Restore_WhatIsBroken_IsLeftOut(string json)
    {
        RoutingReport restored = ReportText.Restore(JsonElement.Parse(json))!;

        Assert.Equal(("gpt", 0, TimeSpan.Zero), (restored.ServedBy, restored.Attempts.Count, restored.Waited));
        Assert.True(restored.OmittedAttempts >= 0);
    }

    [Fact]
    public void Restore_AnythingAtAll_DoesNotThrow() =>
        Properties.Check(
            Gen.Elements("servedBy", "attempts", "first", "last", "waited", "tokens").Zip(ArbMap.Default.GeneratorFor<string?>()).ArrayOf(),
            pairs =>
            {
                Dictionary<string, object?> texts = [];
                foreach ((string name, string? text) in pairs)
                    texts[name] = text;
                _ = ReportText.Restore(texts);
            });

    [Fact]
    public void GetRoutingReport_OfPropertiesCopiedToAnotherMessage_IsThatReport()
    {
        ChatMessage message = new(ChatRole.Assistant, "ok") { AdditionalProperties = new() { ["CapacityRouting.Report"] = JsonElement.Parse("""{"servedBy":"gpt"}""") } };
        ChatMessage copy = new(ChatRole.Assistant, "other") { AdditionalProperties = message.AdditionalProperties };

        Assert.Equal("gpt", copy.GetRoutingReport()!.ServedBy);
        Assert.Null(new ChatMessage(ChatRole.User, "hi").GetRoutingReport());
    }

    private static RoutingReport ReportOf(string name, int failures)
    {
        RoutingReport report = new();
        for (int i = 0; i < failures; i++)
            report.Note(new(i, $"{name}-{i}", TimeSpan.FromSeconds(0.25), new RouteFailure { Kind = FailureKind.Overloaded, StatusCode = 503 }, sends: null), serves: false);
        report.Attempting(name, estimatedTokens: 1_200);
        report.Note(new(failures, name, TimeSpan.FromSeconds(2), failure: null, sends: null), serves: true);
        report.AddWait(TimeSpan.FromSeconds(1.25));
        report.Used(900);
        return report;
    }
}
