using Microsoft.Extensions.Logging;

namespace CapacityRouting.Tests.Conformance.Faults;

/// <summary>A log whose every member may throw; it formats what it is given, as sinks do.</summary>
internal sealed class FaultyLog(Fault fault) : ILoggerFactory, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        fault.Pass();
        return null;
    }

    public bool IsEnabled(LogLevel logLevel)
    {
        fault.Pass();
        return true;
    }

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        _ = formatter(state, exception);
        fault.Pass();
    }
}
