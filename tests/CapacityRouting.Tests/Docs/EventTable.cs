using System.Globalization;
using System.Reflection;
using CapacityRouting.Diagnostics;
using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.Logging;

namespace CapacityRouting.Tests.Docs;

/// <summary>The table of events in the documents is frozen: it is compared with what the log says.</summary>
public sealed class EventTable
{
    private static readonly LoggerMessageAttribute[] Logged =
        [.. typeof(RoutingLog).GetMethods(BindingFlags.NonPublic | BindingFlags.Instance).Select(method => method.GetCustomAttribute<LoggerMessageAttribute>()).OfType<LoggerMessageAttribute>()];

    public static TheoryData<int> Ids => [.. Enum.GetValues<RoutingEvent.Kind>().Select(id => (int)id)];

    [Fact]
    public void Table_InTheDocuments_IsWhatIsLogged()
    {
        string[] rows = [.. File.ReadAllLines(Sources.PathOf("docs", "events.md")).Where(line => line.StartsWith("| ", StringComparison.Ordinal) && char.IsAsciiDigit(line[2]))];

        Assert.Equal(Logged.OrderBy(line => line.EventId).Select(Row), rows);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Event_OfEveryKind_IsLoggedUnderItsId(int id) => Assert.Single(Logged, line => line.EventId == id);

    [Theory]
    [MemberData(nameof(Ids))]
    public void Hears_AnEvent_FromItsLevelOn(int id)
    {
        LogLevel level = Logged.Single(line => line.EventId == id).Level;

        Assert.True(HearsAt(level));
        Assert.False(HearsAt(level + 1));

        bool HearsAt(LogLevel lowest) => new RoutingLog(new LevelLogger(lowest)).Hears((RoutingEvent.Kind)id);
    }

    private static string Row(LoggerMessageAttribute line) =>
        string.Create(CultureInfo.InvariantCulture, $"| {line.EventId} | {(RoutingEvent.Kind)line.EventId} | {line.Level} | {line.Message} |");

    private sealed class LevelLogger(LogLevel lowest) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= lowest;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
        }
    }
}
