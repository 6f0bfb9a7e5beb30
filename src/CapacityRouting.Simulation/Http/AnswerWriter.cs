using CapacityRouting.Simulation.Providers;
using Microsoft.AspNetCore.Http;

namespace CapacityRouting.Simulation.Http;

/// <summary>Carries out the plan for one answer: at its pace, in its pieces, and to its planned end.</summary>
internal sealed class AnswerWriter(SimulatedProvider provider, IWireProtocol protocol, WireAnswer answer, HttpReply reply)
{
    private readonly AnswerPlan _plan = answer.Reception.Plan!;
    private readonly TimeProvider _time = provider.Clock.Time;
    private readonly long _begunAt = provider.Clock.Time.GetTimestamp();
    private TimeSpan _planned;

    public async Task WriteAsync(bool isStream, CancellationToken gone)
    {
        await DelayAsync(_plan.UntilFirstToken, gone).ConfigureAwait(false);
        await (_plan.IsHung ? HangAsync(gone) : isStream ? StreamAsync(gone) : WholeAsync(gone)).ConfigureAwait(false);
    }

    private async Task HangAsync(CancellationToken gone)
    {
        await DelayAsync(_plan.Silence, gone).ConfigureAwait(false);
        End();
        reply.Abort();
    }

    private async Task WholeAsync(CancellationToken gone)
    {
        for (int i = 0; i < _plan.WholePieces; i++)
            await GenerateAsync(i, gone).ConfigureAwait(false);
        await DelayAsync(_plan.Silence, gone).ConfigureAwait(false);
        End();
        if (_plan.Breaks is null)
            await reply.SendAsync(StatusCodes.Status200OK, protocol.Whole(answer)).ConfigureAwait(false);
        else if (_plan.IsCut)
            await reply.CutAsync(protocol.Whole(answer)).ConfigureAwait(false);
        else
            await reply.SendAsync(provider.Dialect.Broken(answer.Id)).ConfigureAwait(false);
    }

    private async Task StreamAsync(CancellationToken gone)
    {
        reply.BeginStream();
        await reply.PushAsync(protocol.Opening(answer)).ConfigureAwait(false);
        for (int i = 0; i < _plan.WholePieces; i++)
        {
            await GenerateAsync(i, gone).ConfigureAwait(false);
            await reply.PushAsync(protocol.Piece(answer, _plan.Pieces[i])).ConfigureAwait(false);
        }

        await DelayAsync(_plan.Silence, gone).ConfigureAwait(false);
        End();
        if (_plan.Breaks is null)
            await reply.PushAsync(protocol.Closing(answer)).ConfigureAwait(false);
        else if (_plan.IsCut)
            HttpReply.Cut();
        else
            await reply.PushAsync(protocol.Error(provider.Dialect.Broken(answer.Id).Body)).ConfigureAwait(false);
    }

    private async Task GenerateAsync(int piece, CancellationToken gone)
    {
        await DelayAsync(_plan.PerToken * _plan.Pieces[piece], gone).ConfigureAwait(false);
        answer.Reception.Written(_plan.Pieces[piece]);
    }

    /// <summary>Called before the last byte is sent: a caller with its whole answer must never find its own slot still taken.</summary>
    private void End() => answer.Reception.End(_plan.End);

    /// <summary>Waits until a planned moment, counted from the beginning. Each real timer is a little late, and the delays must not add up.</summary>
    private Task DelayAsync(TimeSpan span, CancellationToken gone)
    {
        _planned += span;
        TimeSpan left = _planned - _time.GetElapsedTime(_begunAt);
        return left > TimeSpan.Zero ? Task.Delay(left, _time, gone) : Task.CompletedTask;
    }
}
