namespace CapacityRouting.Simulation.Tool.Figures;

/// <summary>The unit of a figure, which decides its notation.</summary>
internal enum FigureUnit
{
    /// <summary>Calls or tokens.</summary>
    Count,

    /// <summary>A part of a whole, 0 to 1, written as per cent.</summary>
    Share,

    /// <summary>A multiple. 1 equals the figure of comparison.</summary>
    Ratio,

    /// <summary>Seconds.</summary>
    Time,

    /// <summary>For each 1,000 calls.</summary>
    PerThousand,

    /// <summary>In the currency of the prices.</summary>
    Money,
}
