using AspNetChat;
using AspNetChat.Check;
using AspNetChat.Models;

var flags = args.Intersect(["--check", "--live"]).ToArray();
if (flags.Length > 1)
{
    Console.Error.WriteLine("--check talks to the services of the sample: it goes without --live.");
    return 2;
}

await using var models = flags is ["--live"] ? ChatModels.Live() : await ChatModels.StartAsync();
if (models is null)
    return 2;
if (flags is ["--check"])
    return await SelfCheck.RunAsync(models);

// What else is given is ASP.NET Core's own, as --urls is.
await using var app = ChatApp.Build([.. args.Except(flags)], models);
await app.StartAsync();
Console.WriteLine($"The chat is at {app.Urls.First()}. Control-C ends it.");
await app.WaitForShutdownAsync();
return 0;
