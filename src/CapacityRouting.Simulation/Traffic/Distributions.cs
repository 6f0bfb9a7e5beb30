namespace CapacityRouting.Simulation.Traffic;

/// <summary>Numbers of a given distribution, drawn from a source of chance.</summary>
internal sealed class Distributions(Chance chance)
{
    /// <summary>A uniform number above 0 and below 1.</summary>
    public double Uniform() => chance.Next();

    /// <summary>The gap to the next of independent events.</summary>
    public double Exponential(double mean) => -mean * Math.Log(chance.Next());

    /// <summary>Mean 0, variance 1. Always two draws, so that later draws do not depend on the result.</summary>
    public double Normal()
    {
        double radius = Math.Sqrt(-2 * Math.Log(chance.Next()));
        return radius * Math.Cos(2 * Math.PI * chance.Next());
    }

    /// <summary>Above 0, with a long tail to the right. A coefficient of variation of 0 gives the mean.</summary>
    public double Lognormal(double mean, double coefficientOfVariation)
    {
        double variance = Math.Log(1 + (coefficientOfVariation * coefficientOfVariation));
        return mean * Math.Exp((Math.Sqrt(variance) * Normal()) - (variance / 2));
    }

    /// <summary>Mean <c>shape * scale</c>, coefficient of variation <c>1 / sqrt(shape)</c>.</summary>
    public double Gamma(double shape, double scale) =>
        // Below 1 the method does not work, but a draw of a shape one higher can be scaled down.
        shape < 1 ? scale * UnitGamma(shape + 1) * Math.Pow(chance.Next(), 1 / shape) : scale * UnitGamma(shape);

    // Marsaglia and Tsang (2000): a cubed normal is nearly gamma. The few draws that do not fit are rejected and repeated.
    private double UnitGamma(double shape)
    {
        double d = shape - (1.0 / 3);
        double c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double normal = Normal();
            double root = 1 + (c * normal);
            if (root <= 0)
                continue;
            double cube = root * root * root;
            if (Math.Log(chance.Next()) < (normal * normal / 2) + (d * (1 - cube + Math.Log(cube))))
                return d * cube;
        }
    }
}
