namespace CapacityRouting.Tests.Continuations;

/// <summary>What a model may do that was asked to go on with an answer.</summary>
public enum Script
{
    /// <summary>It does as it was asked.</summary>
    Obeys,

    /// <summary>It does, and puts white space before it.</summary>
    ObeysAfterALine,

    RestartsTheAnswer,
    RestartsAfterALine,
    RepeatsTheLastParagraph,
    RepeatsTheLastSentence,
    RepeatsTheLastWord,

    /// <summary>In mid-word, where the cut was there.</summary>
    GoesOnAtOnce,

    GoesOnInANewLine,
    Apologises,
    ApologisesAndRepeats,
    Introduces,
    IntroducesAndRepeats,
    IntroducesAndRestarts,
    ChangesCase,
    ChangesCaseOfTheRest,
    ChangesLanguage,
    WrapsInAFence,
    WrapsInAFenceAndRepeats,
    QuotesTheWords,
    LeavesOutTheMark,
    LeavesOutTheFirstWord,
    MistypesTheWords,
    StopsAmidTheWords,
    SaysTheWordsAlone,
    SaysNothing,
    SaysSomethingElse,
    Refuses,
    ThinksAloud,
}
