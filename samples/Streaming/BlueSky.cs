using Samples.Services;

namespace Streaming;

/// <summary>The question and its answer, and what the two services make of it.</summary>
internal static class BlueSky
{
    public const string Question = "Why is the sky blue, and why are sunsets red?";

    private const string Cut = "scattered most of all, so it reaches your eye from every dir";
    private const int RepeatedWords = 6;

    private const string Answer =
        """
        Sunlight looks white, but it is a mixture of all the colours of the rainbow.
        On its way through the air it meets molecules that are far smaller than its
        wavelength, and those scatter short waves much more strongly than long ones:
        light of half the wavelength is scattered sixteen times as much. So blue is
        scattered most of all, so it reaches your eye from every direction of the sky,
        while the other colours come straight from the sun.

        In the evening the light crosses some forty times as much air. By then nearly
        all of the blue has been scattered out of its path, into somebody else's noon,
        and what is left for you is the red.
        """;

    /// <summary>Half a word into a sentence the connection breaks.</summary>
    public static ServiceAnswer BrokenOff(ServiceRequest request) =>
        new(Answer[..(Answer.IndexOf(Cut, StringComparison.Ordinal) + Cut.Length)]) { BreaksOff = true };

    /// <summary>As models do, this one repeats some of the words that it goes on from.</summary>
    public static ServiceAnswer WentOn(ServiceRequest request)
    {
        var at = request.Begun.Length;
        for (var word = 0; word < RepeatedWords && at > 0; word++)
            at = request.Begun.LastIndexOf(' ', at - 1);
        return new(Answer[(at + 1)..]);
    }
}
