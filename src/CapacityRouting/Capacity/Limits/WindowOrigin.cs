namespace CapacityRouting.Capacity.Limits;

/// <summary>How the window of a reading is known.</summary>
internal enum WindowOrigin
{
    /// <summary>By the name of its headers: other windows have other names.</summary>
    Name,

    /// <summary>By the value of its headers: the same headers may have stated another window before.</summary>
    Value,

    /// <summary>Not at all: the headers could have stated it, and did not.</summary>
    Guess,
}
