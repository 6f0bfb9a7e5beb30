using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Xml.Linq;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>A step of the build that takes out of a documentation file what is not public. No part of a package.</summary>
public sealed class KeepPublicDocs : Task
{
    [Required]
    public ITaskItem[] Api { get; set; }

    [Required]
    public string Docs { get; set; }

    public override bool Execute()
    {
        HashSet<string> names = new HashSet<string>(Api.SelectMany(file => File.ReadLines(file.ItemSpec)).Select(NameInApi), StringComparer.Ordinal);
        XDocument document = XDocument.Load(Docs, LoadOptions.PreserveWhitespace);
        List<XElement> hidden = document.Descendants("member").Where(member => !names.Contains(NameInDocs((string)member.Attribute("name")))).ToList();
        foreach (XElement member in hidden)
        {
            (member.PreviousNode as XText)?.Remove();
            member.Remove();
        }

        document.Save(Docs, SaveOptions.DisableFormatting);
        return true;
    }

    /// <summary>"static A.B&lt;T&gt;.C.get -> int" is A.B.C.</summary>
    private static string NameInApi(string line)
    {
        string name = Before(WithoutTypeArguments(Before(line, " -> ")), "(");
        name = Before(name, " = ");
        name = name.Contains(".implicit operator") ? Before(name, ".implicit operator") + ".op_Implicit"
            : name.Contains(".operator ") ? Before(name, ".operator ") + ".op_"
            : name;
        name = name.Substring(name.LastIndexOf(' ') + 1);
        foreach (string accessor in new[] { ".get", ".set", ".init", ".add", ".remove" })
            if (name.EndsWith(accessor, StringComparison.Ordinal))
                return name.Substring(0, name.Length - accessor.Length);
        return name;
    }

    /// <summary>"M:A.B`1.C``1(System.Int32)" is A.B.C.</summary>
    private static string NameInDocs(string id)
    {
        string name = Before(Before(id.Substring(2), "("), "~");
        name = string.Concat(name.Split('`').Select((part, index) => index == 0 ? part : part.TrimStart("0123456789".ToCharArray())));
        if (!name.EndsWith(".#ctor", StringComparison.Ordinal))
            return name;
        string type = name.Substring(0, name.Length - ".#ctor".Length);
        return type + "." + type.Substring(type.LastIndexOf('.') + 1);
    }

    private static string WithoutTypeArguments(string line)
    {
        StringBuilder kept = new StringBuilder();
        int depth = 0;
        foreach (char each in line)
        {
            depth += each == '<' ? 1 : 0;
            if (depth == 0)
                kept.Append(each);
            depth -= each == '>' ? 1 : 0;
        }

        return kept.ToString();
    }

    private static string Before(string text, string end)
    {
        int index = text.IndexOf(end, StringComparison.Ordinal);
        return index < 0 ? text : text.Substring(0, index);
    }
}
