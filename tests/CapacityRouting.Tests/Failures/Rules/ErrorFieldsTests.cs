using CapacityRouting.Failures.Rules;

namespace CapacityRouting.Tests.Failures.Rules;

public sealed class ErrorFieldsTests
{
    [Theory]
    [InlineData("""{"code":"a_code"}""")]
    [InlineData("""{ "code" : "a_code" , "x": 1}""")]
    [InlineData("{'code': 'a_code'}")]
    [InlineData("code=a_code more")]
    [InlineData("code='a_code' more")]
    [InlineData("code: a_code")]
    [InlineData("(code: a_code)")]
    [InlineData("""{"error":{"param":null,"code":"a_code",""")]
    [InlineData("code=a_code,x=1")]
    public void Fields_InAnyNotation_AreFound(string text) => Assert.Contains(("code", "a_code"), Read(text));

    [Theory]
    [InlineData("")]
    [InlineData(":")]
    [InlineData("\"\":\"\"")]
    [InlineData("code:")]
    [InlineData("code: \"never closed")]
    [InlineData("code: {")]
    public void Fields_WithoutNameOrValue_AreNone(string text) => Assert.Empty(Read(text));

    [Fact]
    public void Fields_LongerThanACode_AreNone() => Assert.Empty(Read($"code: \"{new string('x', 200)}\""));

    [Theory]
    [InlineData("code", true)]
    [InlineData("error_code", true)]
    [InlineData("errorCode", true)]
    [InlineData("ERROR-CODE", true)]
    [InlineData("__type", true)]
    [InlineData("finishReason", true)]
    [InlineData("block_reason", true)]
    [InlineData("quotaId", true)]
    [InlineData("message", false)]
    [InlineData("encoder", false)]
    [InlineData("a_name_that_is_longer_than_any_of_them_could_be", false)]
    public void NamesACode_OfAName_IsWhereProvidersPutCodes(string name, bool isSo) => Assert.Equal(isSo, new ErrorField(name, "x").NamesACode);

    [Theory]
    [InlineData("code", "E17", true)]
    [InlineData("code", "1300", true)]
    [InlineData("code", "429", false)]
    [InlineData("code", "None", false)]
    [InlineData("type", "E17", false)]
    public void IsOwnCode_OfAField_IsACodeAndNoStatus(string name, string value, bool isSo) => Assert.Equal(isSo, new ErrorField(name, value).IsOwnCode);

    private static List<(string Name, string Value)> Read(string text)
    {
        List<(string, string)> read = [];
        foreach (ErrorField field in new ErrorFields(text))
            read.Add((field.Name.ToString(), field.Value.ToString()));
        return read;
    }
}
