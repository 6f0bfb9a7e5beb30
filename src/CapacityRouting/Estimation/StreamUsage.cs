using Microsoft.Extensions.AI;

namespace CapacityRouting.Estimation;

/// <summary>The usage of a stream, from all its reports. Reports of one response are readings of the same use; those of several responses add up.</summary>
internal sealed class StreamUsage
{
    private UsageReadings _input;
    private UsageReadings _cached;
    private UsageReadings _output;
    private UsageReadings _total;
    private UsageDetails? _before;
    private string? _response;
    private long _flowed;
    private long _flowedBefore;

    /// <param name="reported">One report.</param>
    /// <param name="response">The id of its response; null if it is not stated.</param>
    /// <param name="flowed">The output tokens so far, by length.</param>
    public void Add(UsageDetails reported, string? response, long flowed)
    {
        // Some servers give each chunk an id of its own. A response with the same prompt length counts as the same one.
        bool isAnother = response is not null && _response is not null && !string.Equals(response, _response, StringComparison.Ordinal);
        if (isAnother && !_input.IsLast(reported.InputTokenCount))
            Close();
        _response = response ?? _response;
        _flowed = flowed;
        _input.Add(reported.InputTokenCount);
        _cached.Add(reported.CachedInputTokenCount);
        _output.Add(reported.OutputTokenCount);
        _total.Add(reported.TotalTokenCount);
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
            long? output = _output.NearestTo(_flowed - _flowedBefore);
            if ((_input.Highest ?? output ?? _total.Highest) is null)
                return null;
            return new()
            {
                InputTokenCount = _input.Highest,
                CachedInputTokenCount = _cached.Highest,
                OutputTokenCount = output,
                TotalTokenCount = output == _output.Highest ? _total.Highest : null,
            };
        }
    }

    private void Close()
    {
        (_before, _flowedBefore) = (Reported, _flowed);
        (_input, _cached, _output, _total) = (default, default, default, default);
    }
}
