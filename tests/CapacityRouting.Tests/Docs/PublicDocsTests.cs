using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace CapacityRouting.Tests.Docs;

/// <summary>What the compiler does not check of the public documentation. That every public member has a comment, CS1591 does: an error in every package.</summary>
public sealed partial class PublicDocsTests
{
    private static readonly ILookup<string, XElement> Types = XmlDocumentation.ByFile
        .SelectMany(file => file)
        .Select(each => (Match: PublicType().Match(each.Declaration), each.Comment))
        .Where(each => each.Match.Success)
        .ToLookup(each => each.Match.Groups["name"].Value, each => each.Comment, StringComparer.Ordinal);

    [Fact]
    public void Remarks_OfEveryPublicType_SayWhetherItIsThreadSafe() =>
        Assert.All(Types, type => Assert.True(type.Any(IsOnThreads), type.Key));

    [Fact]
    public void PublicTypes_OfTheCore_AreAllAmongThose()
    {
        IEnumerable<string> ours = typeof(CapacityAwareChatClient).Assembly.GetExportedTypes()
            .Where(type => !type.IsEnum)
            .Select(type => type.Name);

        Assert.All(ours, name => Assert.True(Types.Contains(name), name));
    }

    [Theory]
    [InlineData(nameof(CapacityAwareChatClient))]
    [InlineData(nameof(CapacityLimits))]
    [InlineData(nameof(CapacityObserver))]
    [InlineData(nameof(CapacityQuota))]
    [InlineData(nameof(CapacityRoutingBuilder))]
    [InlineData(nameof(CapacityRoutingOptions))]
    [InlineData(nameof(Microsoft.Extensions.DependencyInjection.CapacityRoutingServiceCollectionExtensions))]
    [InlineData(nameof(AttemptTimeouts))]
    [InlineData(nameof(FileQuotaSource))]
    [InlineData(nameof(ICapacityMonitor))]
    [InlineData(nameof(IFailureClassifier))]
    [InlineData(nameof(IQuotaSource))]
    [InlineData(nameof(ITokenEstimator))]
    [InlineData(nameof(ModelRoute))]
    [InlineData(nameof(NoRouteAvailableException))]
    [InlineData(nameof(ProviderProfile))]
    [InlineData(nameof(RequestRouting))]
    [InlineData(nameof(RoutingReport))]
    [InlineData(nameof(RoutingExtensions))]
    [InlineData(nameof(StreamInterruptedException))]
    public void Documentation_OfATypeThatAUserMeetsFirst_HasAnExample(string type) =>
        Assert.NotEmpty(XmlDocumentation.Examples(XmlDocumentation.ByFile[type]));

    private static bool IsOnThreads(XElement comment) =>
        comment.Elements("remarks").Any(remarks => ThreadSafety().IsMatch(remarks.Value));

    [GeneratedRegex(@"^public (static |sealed |abstract |readonly )*(partial )?(record struct|record|class|struct|interface) (?<name>\w+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PublicType();

    [GeneratedRegex("thread-safe|safe to share", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex ThreadSafety();
}
