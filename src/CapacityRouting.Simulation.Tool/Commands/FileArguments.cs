using System.CommandLine;
using System.CommandLine.Parsing;

namespace CapacityRouting.Simulation.Tool.Commands;

/// <summary>Checks the named files before a run.</summary>
internal static class FileArguments
{
    public static void MustExist(Option<string> option) => option.Validators.Add(result => Check(result, option.Name));

    public static void MustExist(Argument<string> argument) => argument.Validators.Add(result => Check(result, argument.Name));

    public static void MustBeWritable(Option<string?> option) => option.Validators.Add(result =>
    {
        if (result.Tokens is [{ Value: string path }, ..] && (Directory.Exists(path) || !Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path)))))
            result.AddError(Directory.Exists(path) ? $"{option.Name}: '{path}' is a folder." : $"{option.Name}: there is no folder for '{path}'.");
    });

    private static void Check(SymbolResult result, string name)
    {
        if (result.Tokens is [{ Value: string path }, ..] && !File.Exists(path))
            result.AddError($"{name}: there is no file '{path}'.");
    }
}
