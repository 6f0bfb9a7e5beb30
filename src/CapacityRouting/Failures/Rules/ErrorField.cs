namespace CapacityRouting.Failures.Rules;

/// <summary>A <c>name: value</c> pair in an error's text. The value is never longer than a code can be.</summary>
internal readonly ref struct ErrorField(ReadOnlySpan<char> name, ReadOnlySpan<char> value)
{
    private const int LongestName = 24;

    public ReadOnlySpan<char> Name { get; } = name;

    public ReadOnlySpan<char> Value { get; } = value;

    /// <summary>Whether providers put error codes under this name. <c>errorCode</c>, <c>error_code</c> and <c>ERROR-CODE</c> are one name.</summary>
    public bool NamesACode
    {
        get
        {
            Span<char> letters = stackalloc char[LongestName];
            return Letters(letters) is
                "code" or "errorcode" or "errcode" or "innercode" or "type" or "errortype" or "error" or "status" or "reason" or "name"
                or "quotaid" or "finishreason" or "stopreason" or "blockreason" or "exception" or "exceptiontype" or "title" or "class";
        }
    }

    /// <summary>Whether the value is the provider's own error code, known to the rules or not. A type or a status is none.</summary>
    public bool IsOwnCode
    {
        get
        {
            Span<char> letters = stackalloc char[LongestName];
            return Letters(letters) is "code" or "errorcode" && Value is not ("None" or "null" or "error") && !StatusInText.IsStatus(Value);
        }
    }

    private ReadOnlySpan<char> Letters(Span<char> buffer)
    {
        int length = 0;
        foreach (char c in Name)
        {
            if (!char.IsAsciiLetter(c))
                continue;
            if (length == buffer.Length)
                return [];
            buffer[length++] = char.ToLowerInvariant(c);
        }
        return buffer[..length];
    }
}
