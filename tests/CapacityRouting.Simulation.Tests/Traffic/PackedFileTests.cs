using System.Text;

namespace CapacityRouting.Simulation.Tests.Traffic;

public sealed class PackedFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_CutOffAnywhere_IsNeverTakenForWhole()
    {
        byte[] whole = TemporaryFolder.Packed(Text(calls: 40));
        string path = _folder.Path("cut.csv.gz");

        for (int length = 1; length < whole.Length; length++)
        {
            File.WriteAllBytes(path, whole[..length]);
            WorkloadFormatException thrown = Assert.Throws<WorkloadFormatException>(() => WorkloadFile.Read(path));
            Assert.EndsWith("): the gzip data are broken or cut off about here", thrown.Message, StringComparison.Ordinal);
        }
    }

    // In the checksum, so that all of a header and 40 calls is unpacked ahead of the error, but for the last piece: 64 bytes, and none of the last calls has fewer than 8.
    [Fact]
    public void Read_OneBitWrong_IsBrokenAboutThere()
    {
        byte[] packed = TemporaryFolder.Packed(Text(calls: 40));
        packed[^6] ^= 1;
        string path = _folder.Write("flipped.csv.gz", packed);

        WorkloadFormatException thrown = Assert.Throws<WorkloadFormatException>(() => WorkloadFile.Read(path));

        Assert.Contains(thrown.Message, Enumerable.Range(42 - 8, 9).Select(line => $"{path}({line}): the gzip data are broken or cut off about here"));
        Assert.IsType<InvalidDataException>(thrown.InnerException);
    }

    [Fact]
    public void Read_NotPackedAtAll_IsBroken()
    {
        string path = _folder.Write("plain.csv.gz", Encoding.UTF8.GetBytes(Text(calls: 3)));

        Assert.Equal(
            $"{path}(1): the gzip data are broken or cut off about here",
            Assert.Throws<WorkloadFormatException>(() => WorkloadFile.Read(path)).Message);
    }

    [Fact]
    public void Read_NothingInIt_IsAnEmptyFile()
    {
        string path = _folder.Write("nothing.csv.gz", TemporaryFolder.Packed(""));

        Assert.Equal($"{path}(1): the file is empty", Assert.Throws<WorkloadFormatException>(() => WorkloadFile.Read(path)).Message);
    }

    // "cat a.gz b.gz > c.gz" is a valid file.
    [Fact]
    public void Read_PackedInParts_IsReadAsOne()
    {
        byte[] parts = [.. TemporaryFolder.Packed(Text(calls: 3)), .. TemporaryFolder.Packed("7,1,1\n8,1,1\n")];

        Assert.Equal(5, WorkloadFile.Read(_folder.Write("parts.csv.gz", parts)).Calls.Count);
    }

    private static string Text(int calls) =>
        "offset_s,input_tokens,output_tokens\n" + string.Concat(Enumerable.Range(0, calls).Select(i => $"{i},{1 + (i * 7919 % 5000)},{i * 31 % 400}\n"));
}
