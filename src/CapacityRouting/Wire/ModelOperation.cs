namespace CapacityRouting.Wire;

/// <summary>Tells requests to other operations of a provider from those to its chat models: embeddings, files, images. Their limits and failures are not the model's.</summary>
internal static class ModelOperation
{
    // No name of an operation is longer.
    private const int Longest = 24;

    /// <summary>Whether the address names another operation. An unknown address may be the model's: gateways have names of their own.</summary>
    public static bool IsOther(Uri? address)
    {
        if (address is not { IsAbsoluteUri: true })
            return false;
        ReadOnlySpan<char> path = address.AbsolutePath.AsSpan().TrimEnd('/');
        ReadOnlySpan<char> last = path[(path.LastIndexOfAny('/', ':') + 1)..];
        if (last.Length > Longest)
            return false;
        Span<char> lower = stackalloc char[Longest];
        last.ToLowerInvariant(lower);
        return lower[..last.Length] is
            "embeddings" or "embedding" or "embed" or "embedcontent" or "batchembedcontents" or "asyncbatchembedcontent" or "predict" or "feature-extraction"
            or "moderations" or "rerank" or "classify" or "tokenize" or "detokenize" or "count_tokens" or "counttokens" or "count-tokens"
            or "generations" or "edits" or "variations" or "speech" or "transcriptions" or "translations"
            or "files" or "uploads" or "vector_stores" or "search" or "batches" or "jobs" or "models" or "tags" or "show";
    }
}
