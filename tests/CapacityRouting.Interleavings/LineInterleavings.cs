using CapacityRouting.Chat;
using CapacityRouting.Interleavings.Tools;
using CapacityRouting.Routing;
using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Interleavings;

/// <summary>Calls through the front door that wait in the real line: no interleaving leaves room and a call that waits for it.</summary>
public sealed class LineInterleavings
{
    private static readonly CapacityLimits OneSlot = new() { MaxConcurrentRequests = 1 };

    [Fact]
    public void GiveBack_WhileAnotherCalls_LetsItGo() => Explorer.Explore(() =>
    {
        House house = new(OneSlot);
        Admission held = house.Admit();
        return new(
            () => Assert.Equal(1, house.Model.Calls),
            () => held.GiveBack(0),
            () => _ = house.Call());
    }, preemptions: Extent.IsLong ? 2 : 1);

    [Fact]
    public void GiveBack_WhileOneWaitsAndAnotherCalls_LetsOneGoAndTheOtherAfterIt() => Explorer.Explore(() =>
    {
        House house = new(OneSlot);
        Admission held = house.Admit();
        Task<ChatResponse> waits = house.Call();
        Task<ChatResponse>? other = null;
        return new(
            () =>
            {
                Assert.Equal(1, house.Model.Calls);
                house.Model.Answer(0);
                Assert.True(waits.IsCompletedSuccessfully ^ other!.IsCompletedSuccessfully);
                Assert.Equal(2, house.Model.Calls);
                house.Model.Answer(1);
                Assert.True(waits.IsCompletedSuccessfully && other.IsCompletedSuccessfully);
            },
            () => held.GiveBack(0),
            () => other = house.Call());
    }, preemptions: 1);

    [Fact]
    public void Answer_WhileAnotherCalls_LetsItGo() => Explorer.Explore(() =>
    {
        House house = new(OneSlot);
        Task<ChatResponse> first = house.Call();
        return new(
            () =>
            {
                Assert.True(first.IsCompletedSuccessfully);
                Assert.Equal(2, house.Model.Calls);
            },
            () => house.Model.Answer(0),
            () => _ = house.Call());
    }, preemptions: 1);

    [Fact]
    public void Cancel_WhileItsTurnComes_LeavesTheSlotToTheNext() => Explorer.Explore(() =>
    {
        House house = new(OneSlot);
        CancellationTokenSource cancellation = new();
        Admission held = house.Admit();
        Task<ChatResponse> leaves = house.Call(cancellation.Token);
        Task<ChatResponse> stays = house.Call();
        return new(
            () =>
            {
                Assert.Equal(TaskStatus.Canceled, leaves.Status);
                house.Model.Answer(house.Model.Calls - 1);
                Assert.True(stays.IsCompletedSuccessfully, "There is room and who waits for it does not know.");
                Assert.Equal(0, house.Quota.Slots.InFlight);
            },
            () => held.GiveBack(0),
            cancellation.Cancel);
    }, preemptions: 2);

    [Fact]
    public void Reconfigure_WhileOneCalls_LetsItGo() => Explorer.Explore(() =>
    {
        House house = new(OneSlot);
        house.Admit();
        return new(
            () => Assert.Equal(1, house.Model.Calls),
            () => house.Quota.Reconfigure(new() { MaxConcurrentRequests = 2 }, 0),
            () => _ = house.Call());
    }, preemptions: 1);

    [Fact]
    public void Restore_WhileOneCalls_LetsItGo() => Explorer.Explore(() =>
    {
        House house = new(OneSlot);
        CapacityMonitor control = house.Client.Router.Monitor;
        control.IsolateAsync("route").GetAwaiter().GetResult();
        Task<ChatResponse>? call = null;
        return new(
            () => Assert.Equal(call!.IsCompleted ? 0 : 1, house.Model.Calls),
            () => control.RestoreAsync("route").GetAwaiter().GetResult(),
            () => call = house.Call());
    }, preemptions: 1);

    [Fact]
    public void Restore_WhileACallEnds_LetsWhoWaitsGo() => Explorer.Explore(() =>
    {
        House house = new(OneSlot);
        CapacityMonitor control = house.Client.Router.Monitor;
        Admission held = house.Admit();
        _ = house.Call();
        control.IsolateAsync("route").GetAwaiter().GetResult();
        return new(
            () => Assert.Equal(1, house.Model.Calls),
            () => control.RestoreAsync("route").GetAwaiter().GetResult(),
            () => held.GiveBack(0));
    }, preemptions: Extent.IsLong ? 2 : 1);

    [Fact]
    public void Abandon_AProbeWhileOneCalls_PassesTheProbeOn() => Explorer.Explore(() =>
    {
        // The model stood still for ten minutes; the probe is under way as another call comes, and ends without a verdict.
        House house = new(OneSlot);
        house.Route.Health.Lockout.Shut(stated: null, attemptStart: 0, now: 0);
        house.Time.Now = 600;
        Pipeline.Attempt probe = new CallUnderWay(house).Attempt();
        Assert.True(probe.IsProbe);
        return new(
            () => Assert.Equal(1, house.Model.Calls),
            () => probe.Abandon(),
            () => _ = house.Call());
    }, preemptions: 1);

    [Fact]
    public void Abandon_WhatTookAllUnits_LetsWhoWaitsForThemGo() => Explorer.Explore(() =>
    {
        House house = new(House.TenTokens(slots: 2));
        Admission held = house.Admit(tokens: 10);
        return new(
            () => Assert.Equal(1, house.Model.Calls),
            () => held.GiveBack(0),
            () => _ = house.Call());
    }, preemptions: 1);
}
