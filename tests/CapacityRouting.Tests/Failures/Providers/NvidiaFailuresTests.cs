namespace CapacityRouting.Tests.Failures.Providers;

public sealed class NvidiaFailuresTests
{
    public static TheoryData<int, string, FailureKind> Said => new()
    {
        { 404, """{"status":404,"title":"Not Found","detail":"Function 'abc': Not found for account 'xyz'"}""", FailureKind.ModelNotFound },
        { 402, """{"status":402,"title":"Payment Required","detail":"Account 'xyz': Cloud credits expired - Please contact NVIDIA representatives"}""", FailureKind.QuotaExhausted },
        { 403, """{"status":403,"title":"Forbidden","detail":"Authorization failed"}""", FailureKind.Authentication },
        { 200, """{"error":{"message":"ResourceExhausted: Worker local total request limit reached (40/32)","type":"internal_server_error"}}""", FailureKind.Overloaded },
    };

    [Theory]
    [MemberData(nameof(Said))]
    public void Judge_AFailureAsItIsWorded_IsOfItsKind(int status, string text, FailureKind kind) =>
        Assert.Equal(kind, Judged.KindOf(status, text));
}
