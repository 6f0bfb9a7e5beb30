namespace CapacityRouting.Failures.RetryAfter;

/// <summary>A number as written in digits. It is never rounded through binary, and it saturates instead of overflowing.</summary>
/// <param name="Whole">The part before the decimal point. The largest value stands for itself and all above it.</param>
/// <param name="Fraction">The part after the decimal point, in units of 10^-18, rounded up.</param>
internal readonly record struct DecimalNumber(ulong Whole, ulong Fraction)
{
    private const ulong One = 1_000_000_000_000_000_000;

    /// <summary>Reads "12", "12.5" or "1,234.5", without sign or exponent. False, with nothing read, when there is no digit.</summary>
    public static bool Scan(ref Cursor cursor, out DecimalNumber number)
    {
        number = default;
        if (!char.IsAsciiDigit(cursor.Next))
            return false;
        ulong whole = ScanWhole(ref cursor);
        number = new(whole, cursor.Next == '.' && char.IsAsciiDigit(cursor.Peek(1)) ? ScanFraction(ref cursor) : 0);
        return true;
    }

    public static bool TryParse(ReadOnlySpan<char> text, out DecimalNumber number)
    {
        Cursor cursor = new(text);
        return Scan(ref cursor, out number) && cursor.AtEnd;
    }

    /// <summary>The product, rounded up. The largest value when the product exceeds it.</summary>
    public ulong Times(ulong factor)
    {
        ulong high = Math.BigMul(Whole, factor, out ulong low);
        ulong rest = FractionTimes(factor);
        return high > 0 || Whole == ulong.MaxValue || low > ulong.MaxValue - rest ? ulong.MaxValue : low + rest;
    }

    // A division of two 64-bit words costs ten times as much, and only minutes and longer units need it.
    private ulong FractionTimes(ulong factor)
    {
        if (Fraction == 0)
            return 0;
        return One % factor == 0
            ? (Fraction + (One / factor) - 1) / (One / factor)
            : (ulong)((((UInt128)Fraction * factor) + One - 1) / One);
    }

    private static ulong ScanWhole(ref Cursor cursor)
    {
        ulong whole = 0;
        for (int group = 0; ; group++)
        {
            if (group is > 0 and <= 3 && SkipThousandsSeparator(ref cursor))
                group = 0;
            if (!char.IsAsciiDigit(cursor.Next))
                return whole;
            uint digit = (uint)(cursor.Next - '0');
            whole = whole > (ulong.MaxValue - digit) / 10 ? ulong.MaxValue : (whole * 10) + digit;
            cursor.Advance();
        }
    }

    private static bool SkipThousandsSeparator(ref Cursor cursor)
    {
        bool isOne = cursor.Next == ',' && char.IsAsciiDigit(cursor.Peek(1)) && char.IsAsciiDigit(cursor.Peek(2))
            && char.IsAsciiDigit(cursor.Peek(3)) && !char.IsAsciiDigit(cursor.Peek(4));
        return isOne && cursor.Skip(',');
    }

    private static ulong ScanFraction(ref Cursor cursor)
    {
        ulong fraction = 0;
        ulong place = One;
        bool isMore = false;
        for (cursor.Advance(); char.IsAsciiDigit(cursor.Next); cursor.Advance())
        {
            uint digit = (uint)(cursor.Next - '0');
            place /= 10;
            fraction += digit * place;
            isMore |= place == 0 && digit > 0;
        }

        return isMore ? fraction + 1 : fraction;
    }
}
