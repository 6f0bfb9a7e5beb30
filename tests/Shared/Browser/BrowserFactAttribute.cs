namespace CapacityRouting.Tests.Browser;

/// <summary>A fact that only a browser can show. Where there is none it is skipped, and says so; the gate installs one and insists on it.</summary>
internal sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute() => Skip = InstalledBrowser.WhyNot;
}
