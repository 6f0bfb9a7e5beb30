namespace CapacityRouting.Simulation.Tool.Tests.Tools;

/// <summary>A line of a plot, and how many of its points are not zero: those that are lie on the axis, one line upon the other.</summary>
internal sealed record DrawnLine(string Name, Colour Colour, int Points);
