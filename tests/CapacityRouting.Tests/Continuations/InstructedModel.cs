using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Continuations;

/// <summary>A model that takes no partial answer at the end of a request, and that does by a script when it is asked to go on.</summary>
internal static class InstructedModel
{
    private const string LastOfTheInstruction = "that the message left open.\n\n";

    /// <summary>A model whose answer breaks off there.</summary>
    public static IChatClient ThatBreaksOff(string text, int[] sizes)
    {
        string[] pieces = Pieces(text, sizes);
        return new ScriptedStream { Updates = [.. pieces.Select(Updates.Text)], OnMove = index => index == pieces.Length ? throw TestClient.Http(503) : null }.AsClient();
    }

    public static TestClient By(Script script, string answer, int[] sizes) => new()
    {
        OnStream = (messages, _, _) =>
        {
            ChatMessage[] asked = [.. messages];
            Assert.Equal((ChatRole.Assistant, ChatRole.User), (asked[^2].Role, asked[^1].Role));
            string text = TextOf(script, answer, asked[^2].Text, WordsOf(asked[^1]));
            return new ScriptedStream { Updates = [.. Pieces(text, sizes).Select(Updates.Text), Updates.Finish()] };
        },
    };

    /// <summary>The words that an instruction asks for.</summary>
    public static string WordsOf(ChatMessage instruction)
    {
        int at = instruction.Text.IndexOf(LastOfTheInstruction, StringComparison.Ordinal);
        Assert.True(at > 0);
        return instruction.Text[(at + LastOfTheInstruction.Length)..];
    }

    /// <summary>In pieces of the sizes given, over and over.</summary>
    public static string[] Pieces(string text, int[] sizes)
    {
        List<string> pieces = [];
        for (int at = 0, i = 0; at < text.Length; i++)
        {
            int size = Math.Min(sizes[i % sizes.Length], text.Length - at);
            pieces.Add(text.Substring(at, size));
            at += size;
        }

        return [.. pieces];
    }

    private static string TextOf(Script script, string answer, string given, string words)
    {
        string rest = answer[given.Length..];
        return script switch
        {
            Script.Obeys => words + rest,
            Script.ObeysAfterALine => "\n" + words + rest,
            Script.RestartsTheAnswer => answer,
            Script.RestartsAfterALine => "\n\n" + answer,
            Script.RepeatsTheLastParagraph => given[(given.LastIndexOf('\n') + 1)..] + rest,
            Script.RepeatsTheLastSentence => given[(given.LastIndexOfAny(['.', '。', ':', '\n']) + 1)..].TrimStart() + rest,
            Script.RepeatsTheLastWord => given[(given.LastIndexOfAny([' ', '\n', '。']) + 1)..] + rest,
            Script.GoesOnAtOnce => rest,
            Script.GoesOnInANewLine => "\n" + rest.TrimStart(),
            Script.Apologises => "Sorry for the interruption. Continuing: " + rest,
            Script.ApologisesAndRepeats => "I apologise for the interruption. " + words + rest,
            Script.Introduces => "Sure, here is the rest:\n\n" + rest,
            Script.IntroducesAndRepeats => "Sure, here is the rest:\n\n" + words + rest,
            Script.IntroducesAndRestarts => "Sure, here is the whole answer again:\n\n" + answer,
            Script.ChangesCase => OtherCase(words) + rest,
            Script.ChangesCaseOfTheRest => OtherCase(rest),
            Script.ChangesLanguage => "Der Fluss entspringt in den Hügeln und fließt nach Norden.",
            Script.WrapsInAFence => "```\n" + rest + "\n```",
            Script.WrapsInAFenceAndRepeats => "```\n" + words + rest + "\n```",
            Script.QuotesTheWords => "\"" + words + "\"" + rest,
            Script.LeavesOutTheMark => words.Replace("[continued] ", "", StringComparison.Ordinal) + rest,
            Script.LeavesOutTheFirstWord => words[(words.IndexOf(' ', StringComparison.Ordinal) + 1)..] + rest,
            Script.MistypesTheWords => words[..^1] + (char)(words[^1] ^ 1) + rest,
            Script.StopsAmidTheWords => words[..^1],
            Script.SaysTheWordsAlone => words,
            Script.SaysNothing => "",
            Script.SaysSomethingElse => "What would you like to know about rivers?",
            Script.Refuses => "I'm sorry, but I can't go on with that message.",
            Script.ThinksAloud => "[continued] I am asked to go on from \"" + given[^Math.Min(10, given.Length)..] + "\". " + rest,
            _ => throw new ArgumentOutOfRangeException(nameof(script)),
        };
    }

    private static string OtherCase(string text) => string.Concat(text.Select(c => char.IsUpper(c) ? char.ToLowerInvariant(c) : char.ToUpperInvariant(c)));
}
