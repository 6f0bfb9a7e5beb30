namespace CapacityRouting.Tests.Failures.Providers;

public sealed class OllamaFailuresTests
{
    public static TheoryData<int, string, FailureKind> Said => new()
    {
        { 404, """{"error":"model \"llama9\" not found, try pulling it first"}""", FailureKind.ModelNotFound },
        { 400, """{"error":"registry.ollama.ai/library/gemma:2b does not support tools"}""", FailureKind.InvalidRequest },
        { 500, """{"error":"llama runner process has terminated: exit status 2"}""", FailureKind.ServerError },
        { 500, """{"error":"model requires more system memory (5.6 GiB) than is available (3.1 GiB)"}""", FailureKind.ServerError },
        { 500, """{"error":"timed out waiting for llama runner to start - progress 0.00 - "}""", FailureKind.Overloaded },
        { 429, """{"error":"you (user) have reached your weekly usage limit, upgrade for higher limits: https://ollama.com/upgrade"}""", FailureKind.QuotaExhausted },
        { 0, "dial tcp 127.0.0.1:11434: connect: connection refused", FailureKind.Network },
    };

    [Theory]
    [MemberData(nameof(Said))]
    public void Judge_AFailureAsItIsWorded_IsOfItsKind(int status, string text, FailureKind kind) =>
        Assert.Equal(kind, Judged.KindOf(status, text));
}
