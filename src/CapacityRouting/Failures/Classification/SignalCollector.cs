using System.Globalization;
using CapacityRouting.Failures.Rules;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Failures.Classification;

/// <summary>Collects the failure signals from the wire and from the client.</summary>
internal static class SignalCollector
{
    public static FailureSignals Of(Exception exception, ObservedResponse? observed)
    {
        string words = string.Concat(ExceptionChain.Of(exception).Select(link => $"\n{link.GetType().Name}: {link.Message}"));
        return new(StatusOf(observed) ?? ExceptionRules.StatusOf(exception), CodeOf(exception.GetType()), Text(observed?.Body, words), observed);
    }

    public static FailureSignals Of(ErrorContent? error, ObservedResponse? observed) =>
        new(StatusOf(observed) ?? StatusOf(error?.ErrorCode), error?.ErrorCode, Text(observed?.Body, $"\n{error?.Message}\n{error?.Details}"), observed);

    /// <summary>Body and words, in one piece. A body is copied once: that is most of what reading a failure allocates.</summary>
    private static string Text(ReadOnlySpan<char> body, ReadOnlySpan<char> words)
    {
        ReadOnlySpan<char> start = body[..Math.Min(body.Length, ObservedResponse.LongestBody)];
        return string.Concat(start, words[..Math.Min(words.Length, ObservedResponse.LongestBody - start.Length)]);
    }

    /// <summary>The name of an SDK's exception type may be a code. Types of the base library have rules of their own.</summary>
    private static string? CodeOf(Type exception) => IsOfBaseLibrary(exception) ? null : exception.Name;

    private static bool IsOfBaseLibrary(Type exception) => exception.Namespace?.StartsWith(nameof(System), StringComparison.Ordinal) == true;

    private static int? StatusOf(ObservedResponse? observed) => observed is { IsError: true } ? observed.StatusCode : null;

    /// <summary>Some clients give the status code as the error code.</summary>
    private static int? StatusOf(string? code) =>
        int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out int status) && status is >= ObservedResponse.FirstErrorStatus and < 600 ? status : null;
}
