using CapacityRouting.Chat.Affinity;
using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Chat.Affinity;

public sealed class PortableMessagesProperties
{
    [Fact]
    public void For_AnyConversation_NeverChangesTheCallers() => Check(messages =>
    {
        string[] before = PortableConversations.Described(messages);
        AIContent[] contents = [.. messages.SelectMany(message => message.Contents)];

        PortableMessages.For(messages, PortableConversations.IsForeign);

        Assert.Equal(before, PortableConversations.Described(messages));
        Assert.Equal(contents, messages.SelectMany(message => message.Contents));
    });

    [Fact]
    public void For_AnyConversation_IsTheSameListExactlyWhenNothingIsForeign() => Check(messages =>
    {
        bool isForeign = messages.SelectMany(message => message.Contents).Any(content => PortableMessages.IsBoundToMaker(content) && PortableConversations.IsForeign(content) is true);

        Assert.Equal(!isForeign, ReferenceEquals(messages, PortableMessages.For(messages, PortableConversations.IsForeign)));
        Assert.Same(messages, PortableMessages.For(messages, _ => false));
    });

    [Fact]
    public void For_AnyConversation_EveryResultStillAnswersItsCall() => Check(messages =>
    {
        IReadOnlyList<ChatMessage> portable = PortableMessages.For(messages, PortableConversations.IsForeign);

        // A call says in its arguments, and a result in its words, what the call's id was at first.
        FunctionCallContent[] calls = [.. All<FunctionCallContent>(portable)];
        FunctionResultContent[] results = [.. All<FunctionResultContent>(portable)];
        Assert.Equal(All<FunctionCallContent>(messages).Select(call => $"{call.CallId} {call.Name}"), calls.Select(call => $"{call.Arguments!["of"]} {call.Name}"));
        Assert.Equal(All<FunctionResultContent>(messages).Select(result => result.Result), results.Select(result => result.Result));
        Assert.Equal(calls.Select(call => $"{call.CallId} {call.Arguments!["of"]}"), results.Select(result => $"{result.CallId} {((string)result.Result!)["result of ".Length..]}"));

        // What is sent under an id of ours is unique.
        string[] moved = [.. calls.Where(call => PortableConversations.IsForeign(call) is true).Select(call => call.CallId)];
        Assert.Equal(moved.Length, moved.Distinct(StringComparer.Ordinal).Count());
        Assert.DoesNotContain(calls, call => PortableConversations.IsForeign(call) is false && moved.Contains(call.CallId, StringComparer.Ordinal));
    });

    [Fact]
    public void For_AnyConversation_NothingOfTheMakersIsLeft() => Check(messages =>
    {
        IReadOnlyList<ChatMessage> portable = PortableMessages.For(messages, PortableConversations.IsForeign);

        Assert.All(All<FunctionCallContent>(portable).Where(call => PortableConversations.IsForeign(call) is true), call => Assert.Matches("^[a-zA-Z0-9]{9}$", call.CallId));
        Assert.DoesNotContain(portable.SelectMany(message => message.Contents), content => content is not FunctionCallContent && PortableMessages.IsBoundToMaker(content) && PortableConversations.IsForeign(content) is true);
        Assert.All(portable, message => Assert.NotEqual("F", message.RawRepresentation));
        Assert.All(portable.SelectMany(message => message.Contents), content => Assert.NotEqual("F", content.RawRepresentation));
    });

    [Fact]
    public void For_AnyConversation_Twice_IsWhatItIsOnce() => Check(messages =>
    {
        IReadOnlyList<ChatMessage> once = PortableMessages.For(messages, PortableConversations.IsForeign);

        Assert.Equal(PortableConversations.Described(once), PortableConversations.Described(PortableMessages.For(once, PortableConversations.IsForeign)));
    });

    [Fact]
    public void For_AConversationThatGoesOn_ReadsTheSameUpToThere() => Check(messages =>
    {
        string[] before = PortableConversations.Described(PortableMessages.For(messages, PortableConversations.IsForeign));

        string[] after = PortableConversations.Described(PortableMessages.For([.. messages, new(ChatRole.User, "and then?")], PortableConversations.IsForeign));

        Assert.Equal(before, after[..^1]);
    });

    private static IEnumerable<T> All<T>(IReadOnlyList<ChatMessage> messages) => messages.SelectMany(message => message.Contents).OfType<T>();

    private static void Check(Action<IReadOnlyList<ChatMessage>> holds) => Properties.Check(
        PortableConversations.Any, turns => holds(PortableConversations.Messages(turns)), Properties.OneLess);
}
