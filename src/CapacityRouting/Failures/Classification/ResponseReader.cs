using CapacityRouting.Telemetry;

namespace CapacityRouting.Failures.Classification;

/// <summary>Finds the provider's response to a failed attempt: observed on the wire, else carried by an SDK's exception.</summary>
internal sealed class ResponseReader(IList<IExceptionReader> readers, RoutingEvents events)
{
    /// <summary>The observed response, when it is an error or carries one. A success says nothing about a later failure.</summary>
    public static ObservedResponse? ErrorOf(AttemptObservation? observation) =>
        observation?.Response is { } response && (response.IsError || response.Body is not null) ? response : null;

    /// <summary>A body that is no answer, read as an error's body. Some gateways answer with a sentence, in which an SDK finds nothing.</summary>
    public static ObservedResponse? UnreadableBodyOf(AttemptObservation? observation) =>
        observation?.Response?.UnreadableBody is { } remnant ? new(statusCode: null, headers: null, remnant) : null;

    /// <summary>The response in the outermost exception that some reader knows. An aggregate contributes its last exception.</summary>
    public ObservedResponse? ErrorIn(Exception exception)
    {
        if (readers.Count == 0)
            return null;
        foreach (Exception link in ExceptionChain.Of(exception))
            if (Ask(link) is { } response)
                return response;
        return null;
    }

    private ObservedResponse? Ask(Exception exception)
    {
        foreach (IExceptionReader reader in readers)
        {
            try
            {
                if (reader.Read(exception) is { } response)
                    return response;
            }
            catch (Exception bug)
            {
                events.Tell(RoutingEvent.ReaderThrew(reader.GetType().Name, bug));
            }
        }

        return null;
    }
}
