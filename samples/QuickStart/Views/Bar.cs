using System.Globalization;

namespace QuickStart.Views;

/// <summary>A bar with its figures, as Spectre markup.</summary>
internal static class Bar
{
    public static string Of(double value, double full, int width, string color)
    {
        var filled = (int)Math.Round(Math.Clamp(value / full, 0, 1) * width);
        return $"[{color}]{new string('█', filled)}[/][grey]{new string('░', width - filled)}[/] {Short(value)}/{Short(full)}";
    }

    private static string Short(double number) => Math.Abs(number) switch
    {
        < 1_000 => number.ToString("0", CultureInfo.InvariantCulture),
        < 10_000 => (number / 1000).ToString("0.0k", CultureInfo.InvariantCulture),
        _ => (number / 1000).ToString("0k", CultureInfo.InvariantCulture),
    };
}
