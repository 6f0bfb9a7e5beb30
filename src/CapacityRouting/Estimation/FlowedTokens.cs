using Microsoft.Extensions.AI;

namespace CapacityRouting.Estimation;

/// <summary>The tokens of a streamed answer, by length. Rounded once, not for every piece.</summary>
internal struct FlowedTokens
{
    private long _characters;
    private long _media;

    public readonly long Tokens => TokenEstimator.TokensOf(_characters) + _media;

    public void Add(string text) => Add(text.Length);

    public void Add(int characters) => _characters += characters;

    public void Add(AIContent content) => TokenEstimator.Add(content, ref _characters, ref _media);
}
