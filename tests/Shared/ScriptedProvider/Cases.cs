namespace CapacityRouting.ScriptedProvider;

/// <summary>Every behaviour by every way of seeing it, whole and streamed, in words that a test list can show.</summary>
internal static class Cases
{
    private static readonly bool[] Ways = [false, true];

    public static TheoryData<string, string, bool> Of(IEnumerable<Behaviour> behaviours, params Sight[] sights)
    {
        TheoryData<string, string, bool> cases = [];
        foreach (Behaviour behaviour in behaviours)
            foreach (Sight sight in sights)
                foreach (bool streaming in Ways.Where(way => behaviour.Streaming is null || behaviour.Streaming == way))
                    cases.Add(behaviour.Name, sight.ToString(), streaming);
        return cases;
    }
}
