using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Json;

namespace CapacityRouting.Tests.Tools;

/// <summary>A JSON configuration that changes when a test says so, with the change announced as a file's would be.</summary>
internal sealed class ReloadableConfiguration
{
    private readonly Provider _provider;

    public ReloadableConfiguration(string json)
    {
        _provider = new(json);
        Root = new ConfigurationRoot([_provider]);
    }

    public IConfigurationRoot Root { get; }

    public void Change(string json) => _provider.Change(json);

    private sealed class Provider(string json) : JsonStreamConfigurationProvider(new JsonStreamConfigurationSource { Stream = Stream.Null })
    {
        private string _json = json;

        public override void Load() => Load(new MemoryStream(Encoding.UTF8.GetBytes(_json)));

        public void Change(string json)
        {
            _json = json;
            Load();
            OnReload();
        }
    }
}
