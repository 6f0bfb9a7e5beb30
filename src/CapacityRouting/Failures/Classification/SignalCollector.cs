using System.Globalization;
using System.Text;
using CapacityRouting.Failures.Rules;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Failures.Classification;

/// <summary>Collects the failure signals from the wire and from the client.</summary>
internal static class SignalCollector
{
    // The exceptions' messages are seldom longer.
    private const int UsualMessages = 256;

    public static FailureSignals Of(Exception exception, ObservedResponse? observed)
    {
        StringBuilder text = Of(observed?.Body);
        foreach (Exception link in ExceptionChain.Of(exception))
            text.Append('\n').Append(link.GetType().Name).Append(": ").Append(link.Message);
        return new(StatusOf(observed) ?? ExceptionRules.StatusOf(exception), CodeOf(exception.GetType()), Bounded(text), observed);
    }

    public static FailureSignals Of(ErrorContent? error, ObservedResponse? observed)
    {
        StringBuilder text = Of(observed?.Body);
        text.Append('\n').Append(error?.Message).Append('\n').Append(error?.Details);
        return new(StatusOf(observed) ?? StatusOf(error?.ErrorCode), error?.ErrorCode, Bounded(text), observed);
    }

    /// <summary>A body, with room for what follows it.</summary>
    private static StringBuilder Of(string? body) => new(body, (body?.Length ?? 0) + UsualMessages);

    /// <summary>The name of an SDK's exception type may be a code. Types of the base library have rules of their own.</summary>
    private static string? CodeOf(Type exception) => IsOfBaseLibrary(exception) ? null : exception.Name;

    private static bool IsOfBaseLibrary(Type exception) => exception.Namespace?.StartsWith(nameof(System), StringComparison.Ordinal) == true;

    private static int? StatusOf(ObservedResponse? observed) => observed is { IsError: true } ? observed.StatusCode : null;

    /// <summary>Some clients give the status code as the error code.</summary>
    private static int? StatusOf(string? code) =>
        int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out int status) && status is >= ObservedResponse.FirstErrorStatus and < 600 ? status : null;

    private static string Bounded(StringBuilder text) => text.ToString(0, Math.Min(text.Length, ObservedResponse.LongestBody));
}
