using CapacityRouting.Storm.Plans;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Storm.Calls;

/// <summary>Makes a call and does with its stream what is planned.</summary>
/// <param name="router">The client under the storm.</param>
/// <param name="forgotten">Where enumerators are kept that were abandoned, until the storm is over and the collector may have them.</param>
/// <param name="options">What every call asks for.</param>
internal sealed class StormCaller(IChatClient router, ICollection<object> forgotten, ChatOptions? options = null)
{
    public async Task RunAsync(StormCall call)
    {
        call.Point();
        List<ChatMessage> messages = [call.Message];
        IAsyncEnumerable<ChatResponseUpdate> answer = router.GetStreamingResponseAsync(messages, options, call.Plan.TokenInLoop ? default : call.Token);
        if (call.Plan.Caller == CallerKind.Throws)
            await LoopAsync(call, answer);
        else
            await StepAsync(call, answer.GetAsyncEnumerator(call.Plan.TokenInLoop ? call.Token : default));
        if (call.Again is not { } again)
            return;

        // The request is read when a call begins, so this one's is another's.
        messages[0] = again.Message;
        await StepAsync(again, answer.GetAsyncEnumerator(default));
    }

    /// <summary>As most callers do it.</summary>
    private static async Task LoopAsync(StormCall call, IAsyncEnumerable<ChatResponseUpdate> answer)
    {
        try
        {
            await foreach (ChatResponseUpdate update in answer.WithCancellation(call.Plan.TokenInLoop ? call.Token : default))
            {
                call.Receive(update);
                if (call.Updates > call.Plan.CallerAt)
                    throw new LoopBodyException();
            }

            call.End(Outcome.Complete);
        }
        catch (LoopBodyException)
        {
            call.End(Outcome.Left);
        }
        catch (Exception thrown)
        {
            call.End(OutcomeOf(thrown), thrown);
        }
    }

    private async Task StepAsync(StormCall call, IAsyncEnumerator<ChatResponseUpdate> updates)
    {
        try
        {
            await MoveAsync(call, updates);
        }
        catch (Exception thrown)
        {
            call.End(OutcomeOf(thrown), thrown);
        }

        if (call is { Outcome: Outcome.Left, Plan.Caller: CallerKind.Abandons or CallerKind.AbandonsAmid })
        {
            lock (forgotten)
                forgotten.Add(updates);
            return;
        }

        if (call.Outcome != Outcome.Left)
            await ExpectNothingAsync(call, updates);
        await DisposeAsync(call, updates);
        await DisposeAsync(call, updates);
        await ExpectNothingAsync(call, updates);
    }

    private static async Task MoveAsync(StormCall call, IAsyncEnumerator<ChatResponseUpdate> updates)
    {
        bool goes = call.Plan.Caller is CallerKind.Leaves or CallerKind.Abandons;
        while (true)
        {
            call.Point();
            if (goes && call.Updates >= call.Plan.CallerAt)
            {
                call.End(Outcome.Left);
                return;
            }

            ValueTask<bool> move = updates.MoveNextAsync();
            if (!move.IsCompleted && call.Updates >= call.Plan.CallerAt && call.Plan.Caller is CallerKind.AbandonsAmid or CallerKind.DisposesAmid)
            {
                await LeaveAmidAsync(call, updates, move);
                return;
            }

            bool moved = await move;
            if (!moved)
            {
                call.End(Outcome.Complete);
                return;
            }

            call.Point();
            call.Receive(updates.Current);
        }
    }

    private static async Task LeaveAmidAsync(StormCall call, IAsyncEnumerator<ChatResponseUpdate> updates, ValueTask<bool> move)
    {
        call.End(Outcome.Left);
        if (call.Plan.Caller == CallerKind.AbandonsAmid)
            return;
        await DisposeAsync(call, updates);
        try
        {
            if (await move)
                call.Odd("a move gave an update though the enumerator had been disposed");
        }
        catch (Exception thrown) when (OutcomeOf(thrown) != Outcome.Strange)
        {
            // The opening may still fail: as good an end as any other.
        }
        catch (Exception thrown)
        {
            call.Odd($"a move threw {thrown.GetType().Name} when the enumerator was disposed");
        }
    }

    private static async Task ExpectNothingAsync(StormCall call, IAsyncEnumerator<ChatResponseUpdate> updates)
    {
        try
        {
            if (await updates.MoveNextAsync())
                call.Receive(updates.Current);
        }
        catch (Exception thrown)
        {
            call.Odd($"a move after the outcome {call.Outcome} threw {thrown.GetType().Name}");
        }
    }

    private static async Task DisposeAsync(StormCall call, IAsyncEnumerator<ChatResponseUpdate> updates)
    {
        call.Point();
        try
        {
            await updates.DisposeAsync();
        }
        catch (Exception thrown)
        {
            call.Odd($"disposing threw {thrown.GetType().Name}");
        }

        call.Point();
    }

    private static Outcome OutcomeOf(Exception thrown) => thrown switch
    {
        StreamInterruptedException => Outcome.Interrupted,
        OperationCanceledException => Outcome.Cancelled,
        NoRouteAvailableException => Outcome.NoRoute,
        _ => Outcome.Strange,
    };
}
