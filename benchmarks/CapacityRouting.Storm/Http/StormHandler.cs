using System.Globalization;
using CapacityRouting.Storm.Calls;
using CapacityRouting.Storm.Plans;

namespace CapacityRouting.Storm.Http;

/// <summary>Stands under an SDK: enters each request into its call's book, and sends those that are to be refused to the port without a listener.</summary>
internal sealed class StormHandler(string route, CallBook calls, Uri nobody) : DelegatingHandler
{
    public const string VisitHeader = "x-storm-visit";

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string body = await request.Content!.ReadAsStringAsync(cancellationToken);
        StormCall call = calls.Find(body);
        int index = call.Visits.Count;
        Visit visit = call.Arrive(route, StormRequest.Given(body));
        call.Point();
        request.Headers.Add(VisitHeader, index.ToString(CultureInfo.InvariantCulture));
        if (visit.Script.Plan.Fault == StormFault.Refused)
            request.RequestUri = new(nobody, request.RequestUri!.PathAndQuery);
        return await base.SendAsync(request, cancellationToken);
    }
}
