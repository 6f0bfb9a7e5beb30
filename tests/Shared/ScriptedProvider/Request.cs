using System.Text;

namespace CapacityRouting.ScriptedProvider;

/// <summary>Reads a request to its end, so that none of it is left to reset the connection.</summary>
internal static class Request
{
    private const string EndOfHead = "\r\n\r\n";

    /// <returns>False when the connection ended before the request did.</returns>
    public static async Task<bool> ReadAsync(Stream stream, CancellationToken token)
    {
        StringBuilder request = new();
        byte[] buffer = new byte[4096];
        while (!IsComplete(request.ToString()))
        {
            int count = await stream.ReadAsync(buffer, token);
            if (count == 0)
                return false;
            request.Append(Encoding.Latin1.GetString(buffer, 0, count));
        }

        return true;
    }

    private static bool IsComplete(string request)
    {
        int end = request.IndexOf(EndOfHead, StringComparison.Ordinal);
        if (end < 0)
            return false;
        string head = request[..end];
        string body = request[(end + EndOfHead.Length)..];
        return head.Contains("Transfer-Encoding: chunked", StringComparison.OrdinalIgnoreCase)
            ? body.EndsWith("0\r\n\r\n", StringComparison.Ordinal)
            : body.Length >= LengthIn(head);
    }

    private static int LengthIn(string head) => head.Split("\r\n")
        .Where(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
        .Select(line => int.Parse(line["Content-Length:".Length..], System.Globalization.CultureInfo.InvariantCulture))
        .FirstOrDefault();
}
