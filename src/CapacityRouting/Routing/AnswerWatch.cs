namespace CapacityRouting.Routing;

/// <summary>What the pace of a route is told of one attempt: its start, and its answer or its end without one. Polls are no samples.</summary>
/// <remarks>A mutable value: keep it in one place and never copy it.</remarks>
internal struct AnswerWatch()
{
    private byte _place = PendingAnswers.Unwatched;
    private bool _hasTold;

    public void Begin(Route route, AnswerKind kind, long now) => _place = route.Pace.Began(TimesOf(route, kind), now, kind.Tokens);

    /// <summary>Notes the first content of a stream, or a whole response.</summary>
    public void AnswerCame(Route route, AnswerKind kind, long began, long now)
    {
        if (!_hasTold)
            route.Pace.Answered(TimesOf(route, kind), _place, began, now, kind.Tokens);
        _hasTold = true;
    }

    /// <summary>Notes the end of the attempt, which counts where no answer came.</summary>
    public void End(Route route, AnswerKind kind, long began, long now, bool ranOut = false)
    {
        if (!_hasTold)
            route.Pace.Left(TimesOf(route, kind), _place, began, now, kind.Tokens, ranOut);
        _hasTold = true;
    }

    private static LearnedTimes TimesOf(Route route, AnswerKind kind) => kind.IsStreamed ? route.Pace.FirstContents : route.Pace.Responses;
}

/// <summary>The kind of answer that an attempt waits for.</summary>
/// <param name="IsStreamed">Whether it is the first content of a stream, and not a whole response.</param>
/// <param name="Output">The expected output of the whole response.</param>
internal readonly record struct AnswerKind(bool IsStreamed, long Output)
{
    /// <summary>The output by which its time is compared. The time to a first content does not depend on it.</summary>
    public long Tokens => IsStreamed ? 0 : Output;
}
