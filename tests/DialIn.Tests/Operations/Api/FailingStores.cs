using DialIn.Pins;
using DialIn.Secrets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace DialIn.Tests.Operations.Api;

/// <summary>A database that fails at everything, or never answers.</summary>
/// <param name="fault">How it fails; <see langword="null"/>: it never answers.</param>
internal sealed class FailingPinStore(Exception? fault) : IPinStore, IReservationStore
{
    public void Replace(IServiceCollection services) => services
        .Replace(ServiceDescriptor.Singleton<IPinStore>(this))
        .Replace(ServiceDescriptor.Singleton<IReservationStore>(this));

    public Task<int> AddAsync(IReadOnlyCollection<Pin> pins, CancellationToken cancellationToken) => Fail<int>();

    public Task<Reservation> AssignAsync(string meetingId, DateTimeOffset? until, CancellationToken cancellationToken) => Fail<Reservation>();

    public Task<(Reservation Reservation, bool IsNew)> ReserveAsync(ReservationRequest request, CancellationToken cancellationToken) => Fail<(Reservation, bool)>();

    public Task<IReadOnlyList<Reservation>> ListAfterAsync(string? after, int limit, CancellationToken cancellationToken) => Fail<IReadOnlyList<Reservation>>();

    public Task<bool> ReleaseAsync(string meetingId, CancellationToken cancellationToken) => Fail<bool>();

    public Task<Reservation?> FindByPinAsync(Pin pin, CancellationToken cancellationToken) => Fail<Reservation?>();

    public Task<Reservation?> FindByMeetingAsync(string meetingId, CancellationToken cancellationToken) => Fail<Reservation?>();

    public Task<IReadOnlyList<Reservation>> ListAsync(CancellationToken cancellationToken) => Fail<IReadOnlyList<Reservation>>();

    // The pool's keeper asks this alone: it is well.
    public Task<PinPoolCounts> CountAsync(CancellationToken cancellationToken) => Task.FromResult(new PinPoolCounts(1_000_000, 0, 0));

    public Task<IReadOnlyList<int>> LengthsAsync(CancellationToken cancellationToken) => Fail<IReadOnlyList<int>>();

    private Task<T> Fail<T>() => fault is null ? new TaskCompletionSource<T>().Task : Task.FromException<T>(fault);
}

/// <summary>A database that does not know the tokens.</summary>
internal sealed class FailingTokenStore : IApiTokenStore
{
    public Task<ApiToken?> FindAsync(string hash, CancellationToken cancellationToken) => Fail<ApiToken?>();

    public Task<IReadOnlyList<ApiToken>> ListAsync(CancellationToken cancellationToken) => Fail<IReadOnlyList<ApiToken>>();

    public Task AddAsync(
        string hash, ApiRole role, DateTimeOffset? until, DateTimeOffset? endOthersAt, string? configuredHash, DateTimeOffset at, string who, CancellationToken cancellationToken) => Fail<bool>();

    public Task RemoveAsync(string hash, DateTimeOffset at, string who, CancellationToken cancellationToken) => Fail<bool>();

    public Task<int> EndAsync(string hashStart, DateTimeOffset at, string who, CancellationToken cancellationToken) => Fail<int>();

    private static Task<T> Fail<T>() => Task.FromException<T>(new StoreUnavailableException("the test took it away", new IOException()));
}
