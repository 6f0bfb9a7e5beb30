namespace CapacityRouting.Tests.Docs;

/// <summary>Stands for the class of that name in Microsoft.ML.Tokenizers, which the documents use and the tests do without: it counts words.</summary>
internal sealed class TiktokenTokenizer
{
    private readonly string _model;

    private TiktokenTokenizer(string model) => _model = model;

    public static TiktokenTokenizer CreateForModel(string modelName) => new(modelName);

    public int CountTokens(string text) => _model.Length == 0 ? 0 : text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
}
