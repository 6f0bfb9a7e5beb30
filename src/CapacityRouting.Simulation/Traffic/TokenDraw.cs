namespace CapacityRouting.Simulation.Traffic;

/// <summary>Makes calls of a mix, one after the other.</summary>
internal sealed class TokenDraw
{
    private readonly TokenMix _mix;
    private readonly Distributions _draw;

    public TokenDraw(TokenMix mix, Distributions draw)
    {
        ArgumentNullException.ThrowIfNull(mix);
        Check(mix.Input, nameof(mix.Input));
        Check(mix.Output, nameof(mix.Output));
        Check(mix.LongInput, nameof(mix.LongInput));
        _mix = mix;
        _draw = draw;
    }

    // Always five draws for each call. So two mixes with one seed differ only where the mixes differ.
    public SimulatedCall Call(TimeSpan at)
    {
        bool isLong = _draw.Uniform() < _mix.LongShare;
        int input = Tokens(isLong ? _mix.LongInput : _mix.Input);
        int output = Math.Min(Tokens(_mix.Output), _mix.MaxOutputTokens ?? int.MaxValue);
        return new SimulatedCall(at, input, output) { MaxOutputTokens = _mix.MaxOutputTokens };
    }

    private int Tokens(TokenRange range) =>
        (int)Math.Clamp(Math.Round(_draw.Lognormal(range.Mean, range.Cv)), range.Min, range.Max ?? int.MaxValue);

    private static void Check(TokenRange range, string name)
    {
        if (range.Max < range.Min)
            throw Require.Wrong("mix", range.Max.Value, $"must be at least its Min {range.Min}", $".{name}.Max");
    }
}
