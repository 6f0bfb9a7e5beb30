using CapacityRouting.Failures.Rules;

namespace CapacityRouting.Tests.Failures.Rules;

public sealed class StatusInTextTests
{
    [Theory]
    [InlineData("HTTP 429 (429)\n\nSlow down.", 429)]
    [InlineData("HTTP/1.1 502 Bad Gateway", 502)]
    [InlineData("Error code: 404 - {'error': {}}", 404)]
    [InlineData("Response status code does not indicate success: 503 (Service Unavailable).", 503)]
    [InlineData("Request failed with status code 401", 401)]
    [InlineData("API error (status 403 Forbidden): no", 403)]
    [InlineData("error_code=429 error_message='x'", 429)]
    [InlineData("""{"error":{"code":529,"message":"x"}}""", 529)]
    [InlineData("""{"status":"422"}""", 422)]
    [InlineData("""{\"httpStatusCode\":400}""", 400)]
    [InlineData("429 Too many of them", 429)]
    [InlineData("first line\n500 second line", 500)]
    [InlineData("<title>504 Gateway Time-out</title>", 504)]
    [InlineData("<title>host | 522: Connection timed out</title> Error code 522", 522)]
    [InlineData("[503 Service Unavailable] come back", 503)]
    [InlineData("ClientError: 429 RESOURCE_EXHAUSTED.", 429)]
    [InlineData("Status: 404 (DeploymentNotFound)", 404)]
    public void Of_AStatedStatus_IsIt(string text, int status) => Assert.Equal(status, StatusInText.Of(text));

    [Theory]
    [InlineData("")]
    [InlineData("4")]
    [InlineData("42")]
    [InlineData("Limit 500, Used 429, Requested 400")]
    [InlineData("status 4291")]
    [InlineData("code 429.5")]
    [InlineData("code 429,000")]
    [InlineData("code v429")]
    [InlineData("code gpt-429")]
    [InlineData("status 200")]
    [InlineData("the prompt has 500 tokens")]
    public void Of_OtherNumbers_IsNone(string text) => Assert.Null(StatusInText.Of(text));
}
