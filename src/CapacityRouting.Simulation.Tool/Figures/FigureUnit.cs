namespace CapacityRouting.Simulation.Tool.Figures;

/// <summary>What a figure counts, and so how it is written.</summary>
internal enum FigureUnit
{
    /// <summary>Calls or tokens.</summary>
    Count,

    /// <summary>A part of a whole, 0 to 1, as per cent.</summary>
    Share,

    /// <summary>A multiple: 1 is as much as there is to compare with.</summary>
    Ratio,

    /// <summary>Seconds.</summary>
    Time,

    /// <summary>For each 1,000 calls.</summary>
    PerThousand,

    /// <summary>In the currency of the prices.</summary>
    Money,
}
