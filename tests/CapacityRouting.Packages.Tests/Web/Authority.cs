using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CapacityRouting.Packages.Tests.Web;

/// <summary>An authority of these tests alone, and the certificate that it has given to the hosts which the examples call.</summary>
internal sealed class Authority : IDisposable
{
    private static readonly DateTimeOffset From = TimeProvider.System.GetUtcNow().AddDays(-1);
    private static readonly DateTimeOffset Until = From.AddDays(7);

    private readonly X509Certificate2 _root;

    public Authority(IEnumerable<string> hosts)
    {
        using RSA rootKey = RSA.Create(2048);
        CertificateRequest root = new("CN=CapacityRouting tests", rootKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        root.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        _root = root.CreateSelfSigned(From, Until);
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new("CN=models", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        SubjectAlternativeNameBuilder names = new();
        foreach (string host in hosts)
            names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 bare = request.Create(_root, From, Until, [1, 2, 3, 4]);
        Certificate = bare.CopyWithPrivateKey(key);
    }

    /// <summary>The certificate of all hosts.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>What a program must trust.</summary>
    public string Trusted => _root.ExportCertificatePem();

    public void Dispose()
    {
        Certificate.Dispose();
        _root.Dispose();
    }
}
