namespace CapacityRouting.Moves;

/// <summary>What a maker has signed comes back to it, also from another process, and from a conversation that was away in between.</summary>
public sealed class OwnTurnTests : IAsyncLifetime
{
    private Makers _makers = null!;

    public async Task InitializeAsync() => _makers = await Makers.StartAsync();

    public async Task DisposeAsync() => await _makers.DisposeAsync();

    /// <summary>Anthropic signs each reasoning; the Responses API gives it an id beside its encrypted content.</summary>
    [Theory]
    [InlineData("anthropic", 1, false, false)]
    [InlineData("anthropic", 1, false, true)]
    [InlineData("anthropic", 1, true, false)]
    [InlineData("anthropic", 1, true, true)]
    [InlineData("responses", 2, false, false)]
    [InlineData("responses", 2, false, true)]
    [InlineData("responses", 2, true, false)]
    [InlineData("responses", 2, true, true)]
    public async Task Turn_OfOneMaker_ComesBackWhole(string maker, int parts, bool streaming, bool isStored)
    {
        using Traveller traveller = new(_makers, [maker, "mistral"], streaming, isStored);
        traveller.Say("What is the weather like?");

        await traveller.StepAsync(maker);
        await traveller.StepAsync(maker);
        int once = _makers[maker].Returned;
        await traveller.StepAsync(maker);
        int twice = _makers[maker].Returned - once;

        Assert.Empty(_makers[maker].Refusals);
        Assert.True(once >= parts && twice >= 2 * parts, $"{once} and {twice} of what it signed came back.");
    }

    [Theory]
    [InlineData("anthropic", false, false)]
    [InlineData("anthropic", false, true)]
    [InlineData("anthropic", true, false)]
    [InlineData("anthropic", true, true)]
    [InlineData("responses", false, false)]
    [InlineData("responses", false, true)]
    [InlineData("responses", true, false)]
    [InlineData("responses", true, true)]
    public async Task Turn_ThatWasAway_ComesBackWithWhatItsMakerSigned(string maker, bool streaming, bool isStored)
    {
        using Traveller traveller = new(_makers, [maker, "mistral"], streaming, isStored);
        traveller.Say("What is the weather like?");

        await traveller.StepAsync(maker);
        await traveller.StepAsync("mistral");
        await traveller.StepAsync(maker);

        Assert.Empty(_makers.Servers.SelectMany(server => server.Refusals));
        Assert.True(_makers[maker].Returned > 0);
        Assert.Equal(0, _makers["mistral"].Returned);
    }
}
