namespace CapacityRouting.Settings;

/// <summary>The ranges of those facts of a <see cref="ProviderProfile"/> that code can change. Configuration names whole profiles.</summary>
internal static class ProfileTable
{
    public static SettingTable<ProviderProfile> Table { get; } = new()
    {
        { nameof(ProviderProfile.CachedTokenWeight), profile => profile.CachedTokenWeight, Numbers.Share },
        { nameof(ProviderProfile.OutputTokenWeight), profile => profile.OutputTokenWeight, Numbers.Weight },
        { nameof(ProviderProfile.RequestBurst), profile => profile.RequestBurst, Times.Burst },
        { nameof(ProviderProfile.TokenBurst), profile => profile.TokenBurst, Times.Burst },
        { nameof(ProviderProfile.DailyReset), profile => profile.DailyReset, Texts.OneOf<LimitReset>() },
        { nameof(ProviderProfile.ToolTurns), profile => profile.ToolTurns, Texts.OneOf<ToolTurnRule>() },
        { nameof(ProviderProfile.TimeZone), profile => profile.TimeZone is { } zone ? Texts.TimeZone.Problem(zone) : null },
    };
}
