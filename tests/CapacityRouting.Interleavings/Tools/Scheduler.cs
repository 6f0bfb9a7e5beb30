using System.Diagnostics;
using System.Globalization;

namespace CapacityRouting.Interleavings.Tools;

/// <summary>
/// Runs a few small programs one at a time, each on a thread of its own, and switches between them only before an atomic
/// operation or a lock: what happens is decided by the schedule and by nothing else. Memory is sequentially consistent.
/// </summary>
internal sealed class Scheduler : IDisposable
{
    private const int MostSteps = 10_000;

    [ThreadStatic]
    private static Scheduler? _here;

    [ThreadStatic]
    private static int _self;

    private readonly Schedule _schedule;
    private readonly SemaphoreSlim[] _turns;
    private readonly SemaphoreSlim _ended = new(0);
    private readonly HashSet<object> _held = [];
    private readonly object?[] _wanted;
    private readonly Action?[] _programs;
    private List<string>? _trace;
    private Exception? _failure;
    private bool _stuck;
    private int _steps;

    public Scheduler(Schedule schedule, int programs)
    {
        _schedule = schedule;
        _programs = new Action?[programs];
        _wanted = new object?[programs];
        _turns = [.. Enumerable.Range(0, programs).Select(_ => new SemaphoreSlim(0))];
        for (int i = 0; i < programs; i++)
        {
            int self = i;
            new Thread(() => Work(self)) { IsBackground = true }.Start();
        }
    }

    /// <summary>Lets the schedule decide who goes on. Outside of a run it does nothing.</summary>
    public static void Yield() => _here?.Switch();

    public static void Enter(object gate)
    {
        if (_here is not { } here)
            return;
        here._wanted[_self] = gate;
        here.Switch();
        here._wanted[_self] = null;
        here._held.Add(gate);
    }

    public static void Exit(object gate) => _here?._held.Remove(gate);

    /// <summary>Runs the programs to their ends along the schedule's path.</summary>
    /// <returns>What the first of them to fail threw.</returns>
    public Exception? Run(Action[] programs, List<string>? trace)
    {
        (_trace, _failure, _stuck, _steps) = (trace, null, false, 0);
        programs.CopyTo(_programs, 0);
        _held.Clear();
        _schedule.Rewind();
        PassOn(-1);
        _ended.Wait();
        return _failure;
    }

    public void Dispose() => Array.ForEach(_turns, turn => turn.Release());

    private void Work(int self)
    {
        (_here, _self) = (this, self);
        _turns[self].Wait();
        while (_programs[self] is { } program)
        {
            try
            {
                program();
            }
            catch (Exception failure)
            {
                _failure ??= failure;
            }

            (_programs[self], _wanted[self]) = (null, null);
            PassOn(self);
            _turns[self].Wait();
        }
    }

    private void Switch()
    {
        if (!_stuck && ++_steps > MostSteps)
            Stick($"No end after {MostSteps} steps.");
        int self = _self;
        if (PassOn(self) != self)
            _turns[self].Wait();
        if (_stuck)
            throw new InvalidOperationException("Stopped.");
        _trace?.Add($"{(char)('A' + self)}  {Place()}");
    }

    /// <returns>Who has the turn now; whoever passes it to itself simply goes on.</returns>
    private int PassOn(int current)
    {
        int[] able = Able();
        if (able.Length == 0 && Array.Exists(_programs, program => program is not null))
        {
            Stick("Deadlock: each waits for a lock that another holds.");
            able = Able();
        }

        if (able.Length == 0)
        {
            _ended.Release();
            return -1;
        }

        int next = _stuck ? able[0] : _schedule.Choose(current, able);
        if (next != current)
            _turns[next].Release();
        return next;
    }

    private void Stick(string why)
    {
        _stuck = true;
        _failure ??= new InvalidOperationException(why);
    }

    private int[] Able() =>
        [.. Enumerable.Range(0, _programs.Length).Where(i => _programs[i] is not null && (_stuck || _wanted[i] is not { } gate || !_held.Contains(gate)))];

    /// <summary>The operation about to be done, and the line of the library or the test that asks for it.</summary>
    private static string Place()
    {
        StackFrame[] frames = new StackTrace(2, fNeedFileInfo: true).GetFrames();
        StackFrame? asks = Array.Find(frames, frame => FileOf(frame) is { Length: > 0 } file && !file.Contains("/Tools/", StringComparison.Ordinal) && !file.Contains("/Atomics/", StringComparison.Ordinal));
        return string.Create(CultureInfo.InvariantCulture, $"{frames[1].GetMethod()?.Name,-16} {Path.GetFileName(FileOf(asks))}:{asks?.GetFileLineNumber()}");
    }

    private static string? FileOf(StackFrame? frame) => frame?.GetFileName()?.Replace('\\', '/');
}
