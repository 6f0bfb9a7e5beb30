namespace CapacityRouting.Failures.Classification;

/// <summary>Decides whose mistake an exception is. The evidence of the wire goes first: what a type of exception means depends on what had arrived. Pure.</summary>
internal static class Blame
{
    /// <param name="cause">The exception.</param>
    /// <param name="error">The provider's error, where one was seen.</param>
    /// <param name="wire">The traffic of the attempt; null without an observer.</param>
    public static Blamed Of(Exception cause, ObservedResponse? error, AttemptObservation? wire)
    {
        if (error is not null)
            return Blamed.Provider;
        if (wire?.Response is { IsSuccess: true })
            return Blamed.Reader;
        return IsBrokenRuntime(cause) || (IsMisuse(cause) && wire is not { Sends: > 0 }) ? Blamed.Program : Blamed.Unknown;
    }

    /// <summary>The process cannot run the code at all: an assembly, a type or a method is missing or broken, or the memory is used up.</summary>
    private static bool IsBrokenRuntime(Exception cause) =>
        cause is MissingMemberException or TypeLoadException or BadImageFormatException or TypeInitializationException or InvalidProgramException or OutOfMemoryException
            or FileLoadException || (cause is FileNotFoundException { FileName: { } file } && file.Contains("Version=", StringComparison.Ordinal));

    /// <summary>The code was called in a way that it does not allow, before a request went out.</summary>
    private static bool IsMisuse(Exception cause) =>
        cause is ArgumentException or NotSupportedException or NotImplementedException or NullReferenceException or InvalidCastException or ObjectDisposedException;
}

/// <summary>Whose mistake an exception is.</summary>
internal enum Blamed
{
    /// <summary>The type and the words of the exception decide.</summary>
    Unknown,

    /// <summary>The provider has stated its error: its words decide, and whose mistake that is.</summary>
    Provider,

    /// <summary>An answer had arrived, and the client could not read it. No request is at fault: the route has failed.</summary>
    Reader,

    /// <summary>Nothing was sent: the program is at fault, and no other route can help it.</summary>
    Program,
}
