using System.ClientModel.Primitives;
using Azure.AI.OpenAI;

namespace CapacityRouting.Tests;

/// <summary>Whose retry policy is in the options after the call: the SDK's own is replaced, a user's is kept.</summary>
public sealed class AzureOpenAIClientOptionsTests
{
    public static TheoryData<string> Names => [.. OptionsTable.Names];

    public static TheoryData<ClientRetryPolicy> Policies => [new(2), new(0), new RetryAtOnce(2)];

    [Fact]
    public void Constructor_OfTheSdk_SetsAPolicyOfItsOwn() =>
        Assert.NotNull(new AzureOpenAIClientOptions().RetryPolicy);

    [Theory]
    [MemberData(nameof(Names))]
    public void UseCapacityRouting_OfOptionsWithTheSdksPolicy_ReplacesIt(string name) =>
        Assert.Equal(typeof(ClientRetryPolicy), OptionsTable.Make(name).UseCapacityRouting().RetryPolicy!.GetType());

    [Theory]
    [MemberData(nameof(Policies))]
    public void UseCapacityRouting_OfOptionsWithAUsersPolicy_KeepsIt(ClientRetryPolicy own)
    {
        Assert.Same(own, new AzureOpenAIClientOptions { RetryPolicy = own }.UseCapacityRouting().RetryPolicy);
        Assert.Same(own, new DerivedOptions(own).UseCapacityRouting().UseCapacityRouting().RetryPolicy);
    }

    [Fact]
    public void UseCapacityRouting_AUsersPolicySetAfterIt_IsTheOneInForce()
    {
        RetryAtOnce own = new(times: 2);
        AzureOpenAIClientOptions options = new AzureOpenAIClientOptions().UseCapacityRouting();
        options.RetryPolicy = own;

        Assert.Same(own, options.UseCapacityRouting().RetryPolicy);
    }
}
