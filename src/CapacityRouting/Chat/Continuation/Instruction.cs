using Microsoft.Extensions.AI;

namespace CapacityRouting.Chat.Continuation;

/// <summary>The message that asks a model to go on with a partial answer, where its provider takes none at the end of a request.</summary>
internal static class Instruction
{
    // In one language, whatever the answer's: models follow it in English, and it says to keep the answer's. The words to begin with come last, so that the model goes on from them.
    private const string Text =
        """
        Your last message was cut off, perhaps in the middle of a word, a sentence, a list, a table or a code block. Continue it from exactly where it stops, as if it had never been cut, in the same language, style and format.

        Your reply is joined to that message by a program, which finds the place by its last words. So begin the reply with the characters below, copied exactly, and go on from them at once. Put nothing before them: no introduction, no apology, no quotation marks, and no code fence that is not among them. Do not start over, do not comment on the interruption, and do not close or reopen anything that the message left open.


        """;

    public static ChatMessage For(Anchor anchor) => new(ChatRole.User, Text.ReplaceLineEndings("\n") + anchor.Words);
}
