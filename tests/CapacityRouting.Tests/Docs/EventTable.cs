using System.Globalization;
using CapacityRouting.Telemetry;
using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.Logging;

namespace CapacityRouting.Tests.Docs;

/// <summary>The table of events in the documents is frozen: it is compared with what is logged when an event of each kind is told.</summary>
public sealed class EventTable
{
    public static TheoryData<int> Ids => [.. EventKinds.All.Select(kind => kind.Id)];

    [Fact]
    public void Table_InTheDocuments_IsWhatIsLogged()
    {
        string[] rows = [.. File.ReadAllLines(Sources.PathOf("docs", "events.md")).Where(line => line.StartsWith("| ", StringComparison.Ordinal) && char.IsAsciiDigit(line[2]))];

        Assert.Equal(EventKinds.All.Select(Row), rows);
    }

    [Fact]
    public void Ids_OfTheKinds_AreEachGivenOnce() => Assert.Equal(EventKinds.All.Count, EventKinds.All.DistinctBy(kind => kind.Id).Count());

    [Theory]
    [MemberData(nameof(Ids))]
    public void Event_OfAKind_IsLoggedOnceWithAllItsValuesAndNoWordOfAnException(int id)
    {
        EventKind kind = EventKinds.All.Single(each => each.Id == id);
        OneLevel log = new(kind.Level);

        new RoutingEvents(new RoutingLog(log)).Tell(EventKinds.Make(kind));

        (EventId logged, string text, int values) = Assert.Single(log.Entries);
        Assert.Equal((kind.Id, kind.Name), (logged.Id, logged.Name));
        Assert.Equal(kind.Message.Count(each => each == '{'), values);
        Assert.DoesNotContain("a secret", text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Event_OfAKind_IsNotLoggedAboveItsLevel(int id)
    {
        EventKind kind = EventKinds.All.Single(each => each.Id == id);
        OneLevel log = new(kind.Level + 1);
        RoutingEvents events = new(new RoutingLog(log));

        events.Tell(EventKinds.Make(kind));

        Assert.False(events.AreHeard(kind));
        Assert.Empty(log.Entries);
    }

    private static string Row(EventKind kind) => string.Create(CultureInfo.InvariantCulture, $"| {kind.Id} | {kind.Name} | {kind.Level} | {kind.Message} |");

    private sealed class OneLevel(LogLevel lowest) : ILogger
    {
        public List<(EventId Id, string Text, int Values)> Entries { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= lowest;

        // The last value of a state is the message itself.
        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Entries.Add((eventId, formatter(state, exception), ((IReadOnlyList<KeyValuePair<string, object?>>)state!).Count(value => value.Value is not null) - 1));
    }
}
