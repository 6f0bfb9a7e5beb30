using Microsoft.Extensions.Options;

namespace CapacityRouting.Hosting;

/// <summary>Every wrong setting of a router, one a line. The message of the base type has them all on one line.</summary>
internal sealed class WrongSettingsException(string router, IReadOnlyList<string> errors) : OptionsValidationException(router, typeof(CapacityRoutingOptions), errors)
{
    public override string Message => string.Join($"{Environment.NewLine}  ", [Heading, .. Failures]);

    private string Heading => $"The settings of the {RouterNames.Of(OptionsName)} are wrong:";
}
