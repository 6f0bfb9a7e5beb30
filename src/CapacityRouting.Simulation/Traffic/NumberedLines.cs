namespace CapacityRouting.Simulation.Traffic;

/// <summary>The lines of a text that are not blank, with their numbers.</summary>
internal sealed class NumberedLines(TextReader reader)
{
    /// <summary>The number of the last line that was read, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>The next line that is not blank; null at the end.</summary>
    public string? Next()
    {
        while (reader.ReadLine() is string line)
        {
            Number++;
            if (!string.IsNullOrWhiteSpace(line))
                return line;
        }

        return null;
    }
}
