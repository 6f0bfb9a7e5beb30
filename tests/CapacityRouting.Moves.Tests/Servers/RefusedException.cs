namespace CapacityRouting.Moves.Servers;

/// <summary>A request that the real service refuses.</summary>
internal sealed class RefusedException(string message, int status = 400) : Exception(message)
{
    public int Status => status;
}
