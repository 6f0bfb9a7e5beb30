using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace CapacityRouting.Tests.Tools;

/// <summary>Checks a property on generated cases, the same ones in every run; a failure is shrunk and thrown.</summary>
internal static class Properties
{
    private const ulong Seed = 20_260_101;

    public static void Check<T>(Gen<T> cases, Action<T> holds, Func<T, IEnumerable<T>>? smaller = null, int tests = 1_000)
    {
        Arbitrary<T> arbitrary = smaller is null ? Arb.From(cases) : Arb.From(cases, smaller);
        Replay replay = new(new Rnd(Seed), FSharpOption<int>.None);
        FsCheck.Check.One(
            Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(tests).WithReplay(FSharpOption<Replay>.Some(replay)),
            Prop.ForAll(arbitrary, holds));
    }

    /// <summary>Sizes from 1 up, every order of magnitude as likely as the others.</summary>
    public static Gen<long> AnySize(long most) =>
        from bits in Gen.Choose(0, 62)
        from high in Gen.Choose(0, int.MaxValue)
        from low in Gen.Choose(0, int.MaxValue)
        select Math.Clamp((((long)high << 31) | (uint)low) >> (62 - bits), 1, most);

    /// <summary>Every array with one element left out.</summary>
    public static IEnumerable<T[]> OneLess<T>(T[] items) =>
        Enumerable.Range(0, items.Length).Select(left => items.Where((_, i) => i != left).ToArray());
}
