using Microsoft.Extensions.AI;

namespace CapacityRouting.Estimation;

/// <summary>The usage of a stream, from all its reports. Reports of one response are readings of the same use; those of several responses add up.</summary>
internal sealed class StreamUsage
{
    private UsageReadings _input;
    private UsageReadings _cached;
    private UsageReadings _output;
    private UsageReadings _total;
    private UsageReadings _reasoning;
    private UsageDetails? _before;
    private string? _response;
    private long _flowed;
    private long _flowedBefore;

    /// <param name="reported">One report.</param>
    /// <param name="response">The id of its response; null if it is not stated.</param>
    /// <param name="flowed">The output tokens so far, by length.</param>
    public void Add(UsageDetails reported, string? response, long flowed)
    {
        // Some servers give each chunk an id of its own. Another response states another prompt.
        bool isAnother = response is not null && _response is not null && !string.Equals(response, _response, StringComparison.Ordinal);
        if (isAnother && _input.Highest is not null && reported.InputTokenCount > 0 && !_input.IsLast(reported.InputTokenCount))
            Close();
        _response = response ?? _response;
        _flowed = flowed;
        long flowedOfResponse = flowed - _flowedBefore;
        _input.Add(reported.InputTokenCount, flowedOfResponse);
        _cached.Add(reported.CachedInputTokenCount, flowedOfResponse);
        _output.Add(reported.OutputTokenCount, flowedOfResponse);
        _total.Add(reported.TotalTokenCount, flowedOfResponse);
        _reasoning.Add(reported.ReasoningTokenCount, flowedOfResponse);
    }

    /// <summary>The reported usage; null without a report.</summary>
    public UsageDetails? Reported
    {
        get
        {
            UsageDetails? current = OfResponse;
            if (_before is null || current is null)
                return current ?? _before;
            UsageDetails all = new();
            all.Add(_before);
            all.Add(current);
            return all;
        }
    }

    private UsageDetails? OfResponse
    {
        get
        {
            long? output = _output.Whole;
            if ((_input.Highest ?? output ?? _total.Highest) is null)
                return null;
            return UsageReader.Read(new UsageDetails
            {
                InputTokenCount = _input.Highest,
                CachedInputTokenCount = _cached.Highest,
                OutputTokenCount = output,
                ReasoningTokenCount = _reasoning.Highest,
                TotalTokenCount = output == _output.Highest ? _total.Highest : null,
            });
        }
    }

    private void Close()
    {
        (_before, _flowedBefore) = (Reported, _flowed);
        (_input, _cached, _output, _total, _reasoning) = (default, default, default, default, default);
    }
}
