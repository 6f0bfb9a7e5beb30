namespace CapacityRouting.Tests.Failures.Providers;

public sealed class AlibabaFailuresTests
{
    public static TheoryData<int, string, FailureKind> Said => new()
    {
        { 400, """{"error":{"code":"data_inspection_failed","param":null,"message":"Input data may contain inappropriate content.","type":"data_inspection_failed"}}""", FailureKind.ContentFiltered },
        { 400, """{"code":"Arrearage","message":"Access denied, please make sure your account is in good standing."}""", FailureKind.QuotaExhausted },
    };

    [Theory]
    [MemberData(nameof(Said))]
    public void Judge_AFailureAsItIsWorded_IsOfItsKind(int status, string text, FailureKind kind) =>
        Assert.Equal(kind, Judged.KindOf(status, text));
}
