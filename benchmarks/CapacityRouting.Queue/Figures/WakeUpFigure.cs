using System.Globalization;
using CapacityRouting.Queue.Measuring;
using CapacityRouting.Queue.Running;
using CapacityRouting.Queue.WakeUps;

namespace CapacityRouting.Queue.Figures;

/// <summary>Lost wake-ups, in rounds in which two threads meet at the moment at which a wake-up can be lost.</summary>
internal sealed class WakeUpFigure(BenchmarkSettings settings) : Figure(settings)
{
    private static readonly (int Slots, Moment Moment)[] Meetings = [(1, Moment.EndAndJoin), (2, Moment.EndAndJoin), (2, Moment.TwoEnds)];
    private static readonly bool[] Times = [true, false];

    public override string Name => "wakeups";

    public override string Title => "Lost wake-ups";

    public override IReadOnlyList<string> Cells => [.. Times.SelectMany(isReal => Meetings.Select(meeting => CellOf(isReal, meeting)))];

    public override int Rounds => Settings.Pick(2, 20);

    public override Task<ICell> OpenAsync(string cell)
    {
        (bool isReal, (int Slots, Moment Moment) meeting) =
            Times.SelectMany(isReal => Meetings.Select(meeting => (isReal, meeting))).Single(each => CellOf(each.isReal, each.meeting) == cell);
        int rounds = (Settings.Rounds + (Cells.Count * Rounds) - 1) / (Cells.Count * Rounds);
        int seed = 0;
        return Task.FromResult(Cell.Of(() => Measure(meeting.Slots, meeting.Moment, isReal, rounds, ++seed)));
    }

    public override IEnumerable<Line> Lines() =>
    [
        .. Cells.Select(cell => new Line($"{cell}: lost / rounds", r => r.Sum(cell, "lost"), (r, lost) => Share(lost, r.Sum(cell, "rounds"))) { Target = Target.AtMost(0), Cell = cell }),
        new("In all: lost / rounds", r => InAll(r, "lost"), (r, lost) => Share(lost, InAll(r, "rounds"))) { Target = Target.AtMost(0) },
    ];

    private static Dictionary<string, double> Measure(int slots, Moment moment, bool isReal, int rounds, int seed)
    {
        using WakeUpRounds meetings = new(slots, moment, isReal ? TimeProvider.System : new PassedTime(), seed);
        return new() { ["lost"] = meetings.Run(rounds), ["rounds"] = rounds };
    }

    private double? InAll(Readings readings, string value) => Cells.Sum(cell => readings.Sum(cell, value));

    private static string Share(double lost, double? rounds) => string.Create(CultureInfo.InvariantCulture, $"{lost:N0} / {rounds:N0}");

    private static string CellOf(bool isReal, (int Slots, Moment Moment) meeting) =>
        $"{(isReal ? "the system's time" : "an injected time")}, {meeting.Slots} {(meeting.Slots == 1 ? "slot" : "slots")}, {(meeting.Moment == Moment.TwoEnds ? "two calls end" : "one ends, one joins")}";
}
