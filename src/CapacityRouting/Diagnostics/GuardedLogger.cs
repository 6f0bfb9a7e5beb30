using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CapacityRouting.Diagnostics;

/// <summary>
/// The user's logger, whose exceptions end here. A log sink that fails must not cost a call its answer or a quota its slot, and on a timer nobody is there to
/// catch what it throws.
/// </summary>
internal sealed class GuardedLogger(ILogger inner) : ILogger
{
    /// <summary>The library's logger of a factory; one that cannot make it logs nothing.</summary>
    public static ILogger Of(ILoggerFactory? factory)
    {
        try
        {
            return factory?.CreateLogger(Diagnostics.Log.Category) is { } logger ? new GuardedLogger(logger) : NullLogger.Instance;
        }
        catch (Exception)
        {
            return NullLogger.Instance;
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel)
    {
        try
        {
            return inner.IsEnabled(logLevel);
        }
        catch (Exception)
        {
            return false;
        }
    }

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        try
        {
            inner.Log(logLevel, eventId, state, exception, formatter);
        }
        catch (Exception)
        {
            // There is no other place to tell of it.
        }
    }
}
