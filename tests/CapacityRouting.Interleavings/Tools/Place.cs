using System.Diagnostics;
using System.Globalization;
using CapacityRouting.Atomics;

namespace CapacityRouting.Interleavings.Tools;

/// <summary>The operation about to be executed, and its caller.</summary>
internal static class Place
{
    /// <summary>The operation, and the line of the library or the test that asks for it; the method where lines are not known.</summary>
    public static string Here()
    {
        StackFrame[] frames = new StackTrace(fNeedFileInfo: true).GetFrames();
        int asks = Array.FindIndex(frames, frame => !IsTool(frame.GetMethod()?.DeclaringType));
        return string.Create(CultureInfo.InvariantCulture, $"{frames[asks - 1].GetMethod()?.Name,-16} {Of(frames[asks])}");
    }

    private static string Of(StackFrame frame) => frame.GetFileName() is { } file
        ? string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(file.Replace('\\', '/'))}:{frame.GetFileLineNumber()}")
        : $"{frame.GetMethod()?.DeclaringType?.FullName}.{frame.GetMethod()?.Name}";

    private static bool IsTool(Type? type) =>
        type is not null && (type.Namespace == typeof(Place).Namespace || type.Namespace == typeof(Atomic).Namespace || type.Namespace == typeof(Thread).Namespace);
}
