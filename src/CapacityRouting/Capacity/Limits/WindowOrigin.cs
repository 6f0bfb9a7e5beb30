namespace CapacityRouting.Capacity.Limits;

/// <summary>How the window of a reading is known.</summary>
internal enum WindowOrigin
{
    /// <summary>By the name of its headers: those of other windows have other names.</summary>
    Name,

    /// <summary>By what the headers say: the same ones may have told another window before.</summary>
    Value,

    /// <summary>Not at all: they might have told it, and did not.</summary>
    Guess,
}
