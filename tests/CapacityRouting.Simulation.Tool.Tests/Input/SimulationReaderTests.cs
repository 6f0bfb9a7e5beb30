using CapacityRouting.Simulation.Tool.Input;
using CapacityRouting.Simulation.Tool.Tests.Tools;

namespace CapacityRouting.Simulation.Tool.Tests.Input;

public sealed class SimulationReaderTests : IDisposable
{
    private readonly Workshop _workshop = new();

    public void Dispose() => _workshop.Dispose();

    [Fact]
    public void Read_EverySetting_IsTaken()
    {
        RouteTruth truth = _workshop.Routes("""
            {
              "Routes": { "gpt": {} },
              "Simulation": {
                "Routes": {
                  "GPT": {
                    "TrueLimits": { "TokensPerMinute": 9000, "MaxConcurrentRequests": 3, "Burst": "00:00:20" },
                    "Limiter": "quantized", "Grain": "00:00:10",
                    "FirstToken": "00:00:00.8", "Jitter": "00:00:00.2", "PerToken": "00:00:00.01",
                    "Headers": "Stale", "RetryAfter": "Prose", "ContextWindow": 8000,
                    "Outages": [ { "From": "00:10:00", "Until": "00:20:00" }, { "From": "01:00:00" } ],
                    "Neighbour": 0.3, "InputPrice": 2.5, "OutputPrice": 10
                  }
                }
              }
            }
            """).Simulation.Of("gpt");

        Assert.Equal(9000, truth.Limits.Amounts[CapacityDimension.TokensPerMinute]);
        Assert.Equal((3, TimeSpan.FromSeconds(20)), (truth.Limits.MaxConcurrentRequests, truth.Limits.Burst));
        Assert.Equal((LimiterShape.Quantized, TimeSpan.FromSeconds(10)), (truth.Limiter, truth.Grain));
        Assert.Equal((TimeSpan.FromSeconds(0.8), TimeSpan.FromSeconds(0.2), TimeSpan.FromMilliseconds(10)), (truth.FirstToken, truth.Jitter, truth.PerToken));
        Assert.Equal((HeaderStyle.Stale, RetryAfterStyle.Prose, 8000), (truth.Headers, truth.RetryAfter, truth.ContextWindow));
        Assert.Equal((0.3, 2.5, 10), (truth.Neighbour, truth.InputPrice, truth.OutputPrice));
        Assert.Equal([(TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(20)), (TimeSpan.FromHours(1), TimeSpan.MaxValue)], truth.Outages.Select(outage => (outage.From, outage.Until)));
        Assert.All(truth.Outages, outage => Assert.Equal(FaultKind.Outage, outage.Kind));
    }

    [Theory]
    [InlineData("5", "Simulation: must be an object.")]
    [InlineData("""{ "Speed": 1 }""", "Simulation:Speed: unknown setting; known here: CharactersPerToken, StreamShare, Routes.")]
    [InlineData("""{ "Routes": [] }""", "Simulation:Routes: must be an object.")]
    [InlineData("""{ "Routes": { "gpt": 1 } }""", "Simulation:Routes:gpt: must be an object, is '1'.")]
    [InlineData("""{ "Routes": { "claude": {} } }""", "Simulation:Routes:claude: there is no such route; there are: gpt.")]
    [InlineData("""{ "CharactersPerToken": "four" }""", "Simulation:CharactersPerToken: must be a number from 0.1 to 100, is 'four'.")]
    public void Read_AWrongObject_IsTold(string simulation, string expected) => Assert.Equal([$"routes.json(2): {expected}"], Errors(simulation));

    [Theory]
    [InlineData("\"Limiter\": \"Bucket\"", "Limiter: must be one of Continuous, FixedWindow, SlidingWindow, Quantized, Utilization, is 'Bucket'.")]
    [InlineData("\"Limiter\": 1", "Limiter: must be one of Continuous, FixedWindow, SlidingWindow, Quantized, Utilization, is '1'.")]
    [InlineData("\"Headers\": \"Some\"", "Headers: must be one of Full, RemainingOnly, None, Stale, Wrong, is 'Some'.")]
    [InlineData("\"RetryAfter\": true", "RetryAfter: must be one of Rounded, Exact, Prose, Absent, Lying, is 'true'.")]
    [InlineData("\"FirstToken\": \"soon\"", "FirstToken: must be a time such as 00:00:10, at least 00:00:00, is 'soon'.")]
    [InlineData("\"FirstToken\": \"5\"", "FirstToken: must be a time such as 00:00:10, at least 00:00:00, is '5'.")]
    [InlineData("\"FirstToken\": 5", "FirstToken: must be a time such as 00:00:10, at least 00:00:00, is '5'.")]
    [InlineData("\"FirstToken\": \"0:30\"", "FirstToken: must be a time such as 00:00:10, at least 00:00:00, is '0:30'.")]
    [InlineData("\"Grain\": \"00:00:00\"", "Grain: must be a time such as 00:00:10, at least 00:00:00.0010000, is '00:00:00'.")]
    [InlineData("\"ContextWindow\": 0", "ContextWindow: must be a whole number from 1 to 2147483647, is '0'.")]
    [InlineData("\"Neighbour\": -0.1", "Neighbour: must be a number from 0 to 1, is '-0.1'.")]
    [InlineData("\"InputPrice\": null", "InputPrice: must be a number of at least 0.")]
    [InlineData("\"Outages\": {}", "Outages: must be an array of objects.")]
    [InlineData("\"Outages\": [ { \"From\": \"00:10:00\", \"Until\": \"00:10:00\" } ]", "Outages:0: ends at 00:10:00, which is not after it begins, at 00:10:00.")]
    [InlineData("\"Outages\": [ {}, { \"For\": 1 } ]", "Outages:1:For: unknown setting; known here: From, Until.")]
    [InlineData("\"TrueLimits\": { \"TokensPerMinute\": 1.5 }", "TrueLimits:TokensPerMinute: must be a whole number of at least 1, is '1.5'.")]
    [InlineData("\"TrueLimits\": { \"Burst\": \"00:02:00\" }", "TrueLimits: its Burst must be at most a minute, the whole limit, is 00:02:00.")]
    [InlineData("\"Latency\": 1", "Latency: unknown setting; known here: TrueLimits, Limiter, Grain, FirstToken, Jitter, PerToken, Headers, RetryAfter, ContextWindow, Outages, Neighbour, InputPrice, OutputPrice.")]
    public void Read_AWrongSettingOfARoute_IsTold(string setting, string expected) =>
        Assert.Equal([$"routes.json(2): Simulation:Routes:gpt:{expected}"], Errors($"{{ \"Routes\": {{ \"gpt\": {{ {setting} }} }} }}"));

    private IReadOnlyList<string> Errors(string simulation) => _workshop.ErrorsOf($"{{ \"Routes\": {{ \"gpt\": {{}} }},\n\"Simulation\": {simulation}\n}}");
}
