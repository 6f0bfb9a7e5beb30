using CapacityRouting.Packages.Tests.Tools;

namespace CapacityRouting.Packages.Tests;

/// <summary>The packages are packed once for all tests.</summary>
[CollectionDefinition(nameof(PackagesUnderTest))]
public sealed class PackagesUnderTest : ICollectionFixture<PackedSet>;
