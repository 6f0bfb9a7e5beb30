using CapacityRouting.Tests.Tools;

namespace CapacityRouting.Tests.Docs;

public sealed class ProviderTableTests
{
    [Fact]
    public void Table_OfTheProvidersDocument_IsWhatTheProfilesSay() =>
        Assert.Contains(ProviderTable.Markdown, Repository.Read("docs/providers.md"), StringComparison.Ordinal);
}
