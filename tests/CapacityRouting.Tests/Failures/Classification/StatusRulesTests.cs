using CapacityRouting.Failures.Classification;

namespace CapacityRouting.Tests.Failures.Classification;

public sealed class StatusRulesTests
{
    [Theory]
    [InlineData(400, FailureKind.InvalidRequest)]
    [InlineData(401, FailureKind.Authentication)]
    [InlineData(402, FailureKind.QuotaExhausted)]
    [InlineData(403, FailureKind.Authentication)]
    [InlineData(404, FailureKind.ModelNotFound)]
    [InlineData(405, FailureKind.ServerError)]
    [InlineData(407, FailureKind.Authentication)]
    [InlineData(408, FailureKind.Timeout)]
    [InlineData(409, FailureKind.ServerError)]
    [InlineData(410, FailureKind.ModelNotFound)]
    [InlineData(413, FailureKind.ContextLengthExceeded)]
    [InlineData(415, FailureKind.InvalidRequest)]
    [InlineData(422, FailureKind.InvalidRequest)]
    [InlineData(424, FailureKind.ServerError)]
    [InlineData(425, FailureKind.ServerError)]
    [InlineData(429, FailureKind.RateLimited)]
    [InlineData(451, FailureKind.ContentFiltered)]
    [InlineData(498, FailureKind.Overloaded)]
    [InlineData(499, FailureKind.Network)]
    [InlineData(500, FailureKind.ServerError)]
    [InlineData(502, FailureKind.ServerError)]
    [InlineData(503, FailureKind.Overloaded)]
    [InlineData(504, FailureKind.Timeout)]
    [InlineData(520, FailureKind.ServerError)]
    [InlineData(522, FailureKind.Timeout)]
    [InlineData(524, FailureKind.Timeout)]
    [InlineData(529, FailureKind.Overloaded)]
    [InlineData(599, FailureKind.ServerError)]
    public void KindOf_AFailingStatus_IsAsTheTableSays(int status, FailureKind kind) => Assert.Equal(kind, StatusRules.KindOf(status));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(200)]
    [InlineData(302)]
    [InlineData(999)]
    [InlineData(int.MaxValue)]
    public void KindOf_AStatusThatMakesNoSense_IsTheServersFault(int status) => Assert.Equal(FailureKind.ServerError, StatusRules.KindOf(status));
}
