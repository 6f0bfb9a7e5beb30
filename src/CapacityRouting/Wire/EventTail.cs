namespace CapacityRouting.Wire;

/// <summary>The last events of a stream, read from its end. The beginning may be cut off.</summary>
internal static class EventTail
{
    /// <returns>At most <paramref name="most"/> events with data, the latest first. Empty when the text has neither events nor JSON lines.</returns>
    public static List<WireEvent> Of(string body, int most)
    {
        List<WireEvent> events = [];
        Stack<string> data = [];
        for (int end = body.Length; end >= 0 && events.Count < most;)
        {
            int start = body.AsSpan(0, end).LastIndexOf('\n') + 1;
            ReadOnlySpan<char> line = body.AsSpan(start, end - start).TrimEnd('\r');
            end = start - 1;
            if (line is ['{', ..] && data.Count == 0)
                events.Add(new(false, line.ToString()));
            else if (ValueOf(line, "data:", out ReadOnlySpan<char> value))
                data.Push(value.ToString());
            else if (ValueOf(line, "event:", out value) || line.IsEmpty)
                Close(events, data, value is "error");
        }

        Close(events, data, isError: false);
        return events;
    }

    private static void Close(List<WireEvent> events, Stack<string> data, bool isError)
    {
        if (data.Count > 0)
            events.Add(new(isError, string.Join('\n', data)));
        data.Clear();
    }

    private static bool ValueOf(ReadOnlySpan<char> line, string field, out ReadOnlySpan<char> value)
    {
        bool isField = line.StartsWith(field, StringComparison.Ordinal);
        value = isField ? line[field.Length..].Trim() : [];
        return isField;
    }
}

/// <summary>One server-sent event, or one line of JSON lines.</summary>
internal readonly record struct WireEvent(bool IsError, string Data);
