namespace CapacityRouting.Interleavings.Tools;

/// <summary>
/// Runs a few small programs one at a time, each on a thread of its own. It switches between them only before an atomic
/// operation or a lock, so the schedule alone decides what happens.
/// </summary>
/// <remarks>
/// Memory is that of x86 (TSO). A store may arrive after later loads of its program, but not after its later stores, nor after its next
/// interlocked operation, fence or lock. It is held back only across a load: otherwise the effect is that of a program interrupted before the store. Of several
/// stores in a row only the last one is late. Letting all of them be late would cost a hundred times the schedules.
/// </remarks>
internal sealed unsafe class Scheduler : IDisposable
{
    private const int MostSteps = 10_000;

    private static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(1);

    [ThreadStatic]
    private static Scheduler? _here;

    [ThreadStatic]
    private static int _self;

    private readonly Schedule _schedule;
    private readonly SemaphoreSlim[] _turns;
    private readonly nint[] _buffers;
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
        _buffers = new nint[programs];
        _turns = [.. Enumerable.Range(0, programs).Select(_ => new SemaphoreSlim(0))];
        for (int i = 0; i < programs; i++)
        {
            int self = i;
            new Thread(() => Work(self)) { IsBackground = true }.Start();
            _ended.Wait();
        }
    }

    /// <summary>Lets the schedule choose the next program. Outside of a run it does nothing.</summary>
    public static void Yield() => _here?.Switch();

    /// <summary>As <see cref="Yield"/>, and all that the program has stored arrives.</summary>
    public static void Fence()
    {
        _here?.Switch();
        _here?.Drain(_self);
    }

    public static T Load<T>(ref readonly T word)
    {
        if (_here is not { } here)
            return word;
        here.Switch(isLoad: true);
        return here.BufferOf(_self).Load(in word);
    }

    public static void Store<T>(ref T word, T value)
    {
        if (_here is not { } here)
        {
            word = value;
            return;
        }

        here.Switch();
        here.Pend(PendingStore.To(ref word, value));
    }

    public static void Enter(object gate)
    {
        if (_here is not { } here)
            return;
        here._wanted[_self] = gate;
        Fence();
        here._wanted[_self] = null;
        here._held.Add(gate);
    }

    /// <summary>A release and no more: what <see cref="System.Threading.Monitor"/> promises.</summary>
    public static void Exit(object gate) => _here?.Pend(PendingStore.ReleaseOf(gate));

    /// <summary>Runs the programs to their ends along the schedule's path.</summary>
    /// <returns>What the first of them to fail threw.</returns>
    public Exception? Run(Action[] programs, List<string>? trace)
    {
        (_trace, _failure, _stuck, _steps) = (trace, null, false, 0);
        programs.CopyTo(_programs, 0);
        _held.Clear();
        _schedule.Rewind();
        PassOn(-1);
        if (!_ended.Wait(LongestRun))
            throw new InvalidOperationException("A program waits for something that the schedule does not know.");
        return _failure;
    }

    public void Dispose() => Array.ForEach(_turns, turn => turn.Release());

    private void Work(int self)
    {
        StoreBuffer buffer = default;
#pragma warning disable CS8500 // The stack that it lies on stays where it is, and the collector sees what it holds there.
        (_here, _self, _buffers[self]) = (this, self, (nint)(&buffer));
#pragma warning restore CS8500
        _ended.Release();
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
            if (_stuck || !buffer.IsHeldBack)
                Drain(self);
            PassOn(self);
            _turns[self].Wait();
        }
    }

    private void Switch(bool isLoad = false)
    {
        ref StoreBuffer own = ref BufferOf(_self);
        if (isLoad && own is { Count: > 0, IsHeldBack: false } && _schedule.HoldsBack())
            own.HoldBack();
        if (!own.IsHeldBack)
            Drain(_self);
        if (!_stuck && ++_steps > MostSteps)
            Stick($"No end after {MostSteps} steps.");
        int self = _self;
        if (PassOn(self) != self)
            _turns[self].Wait();
        if (_stuck)
            throw new InvalidOperationException("Stopped.");
        _trace?.Add($"{(char)('A' + self)}  {Place.Here()}");
    }

    /// <returns>The program with the turn; a program that passes the turn to itself continues.</returns>
    private int PassOn(int current)
    {
        int next = Next(current, Able());
        while (next >= _programs.Length)
        {
            int program = next - _programs.Length;
            Arrive(program);

            // Its program sees no difference: a store arrives right before another one's step, or at its program's next fence.
            int[] able = Able();
            next = Next(current, Array.Exists(able, other => other < _programs.Length && other != program) ? [.. able.Where(other => other != program)] : able);
        }

        if (next < 0)
            _ended.Release();
        else if (next != current)
            _turns[next].Release();
        return next;
    }

    private int Next(int current, int[] able)
    {
        if (able.Length == 0 && Array.Exists(_programs, program => program is not null))
        {
            Stick("Deadlock: each waits for a lock that another holds.");
            able = Able();
        }

        return able.Length == 0 ? -1 : _stuck ? able[0] : _schedule.Choose(current, able, _programs.Length);
    }

    private void Pend(PendingStore store)
    {
        ref StoreBuffer own = ref BufferOf(_self);
        if (own.IsFull)
            Arrive(_self);
        own.Add(store);
    }

    private void Drain(int program)
    {
        while (BufferOf(program).Count > 0)
            Arrive(program);
    }

    private void Arrive(int program)
    {
        ref StoreBuffer buffer = ref BufferOf(program);
        bool wasHeldBack = buffer.IsHeldBack;
        PendingStore store = buffer.Take();
        if (wasHeldBack)
            _trace?.Add($"{(char)('A' + program)}  {(store.IsRelease ? "a lock is free" : "a store arrives")}");
        store.Arrive();
        if (store.IsRelease)
            _held.Remove(store.Value!);
    }

#pragma warning disable CS8500 // As where the address is taken.
    private ref StoreBuffer BufferOf(int program) => ref *(StoreBuffer*)_buffers[program];
#pragma warning restore CS8500

    private void Stick(string why)
    {
        _stuck = true;
        _failure ??= new InvalidOperationException(why);
    }

    private int[] Able()
    {
        // Asked at every step of millions of runs.
        Span<int> able = stackalloc int[2 * _programs.Length];
        int count = 0;
        for (int i = 0; i < able.Length; i++)
        {
            if (i < _programs.Length ? CanGoOn(i) : CanArrive(i - _programs.Length))
                able[count++] = i;
        }

        return able[..count].ToArray();
    }

    // A lock that the program itself is about to release is free to it: to enter is a fence.
    private bool CanGoOn(int program) =>
        _programs[program] is not null && (_stuck || _wanted[program] is not { } gate || !_held.Contains(gate) || BufferOf(program).Releases(gate));

    private bool CanArrive(int program) =>
        BufferOf(program) is { IsHeldBack: true, Count: > 0 } && (_programs[program] is null || _programs.Count(each => each is not null) > 1);
}
