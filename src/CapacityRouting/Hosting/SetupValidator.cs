using CapacityRouting.Settings;
using Microsoft.Extensions.Options;

namespace CapacityRouting.Hosting;

/// <summary>Checks a router's settings when the host starts, before a client is made or a call is sent.</summary>
/// <remarks>It throws, as the exception that is made of a failed result has all errors on one line.</remarks>
internal sealed class SetupValidator(string router, CapacityRoutingBuilder source, IServiceProvider services) : IValidateOptions<RouterStartup>
{
    public ValidateOptionsResult Validate(string? name, RouterStartup options)
    {
        if (!string.Equals(name, router, StringComparison.Ordinal))
            return ValidateOptionsResult.Skip;
        SettingErrors errors = new();
        RoutingSetup.Read(source, services, known: [], errors);
        return errors.All.Count == 0 ? ValidateOptionsResult.Success : throw new WrongSettingsException(router, errors.All);
    }
}

/// <summary>An empty options type: its validation at start checks a router's settings.</summary>
internal sealed class RouterStartup;
