#if canImport(FoundationEssentials)
  package import FoundationEssentials
#else
  package import Foundation
#endif

/// When a ``CredentialCache`` refreshes, and what it does when a refresh fails.
///
/// The defaults are those of the AWS SDKs' common credential refresh behaviour: a refresh is due 5, 15 or 60 minutes
/// before the expiration, depending on the lifetime; in the last minute every caller waits for it; and a failed
/// refresh is repeated after 5 to 10 minutes.
public struct RefreshPolicy: Sendable, Hashable {
  /// How long before the expiration a refresh is due.
  public enum AdvisoryWindow: Sendable, Hashable {
    /// Chosen by the lifetime that is left at the time of the fetch: 5 minutes before the expiration if it is up to 20
    /// minutes, 15 minutes if it is less than 90 minutes, otherwise 60 minutes.
    case automatic
    /// The same time for all credentials. If it is longer than three quarters of the lifetime, half of the lifetime is
    /// used.
    case fixed(Duration)
  }

  /// What a caller gets while a refresh is due but the cached credentials are still good: in the advisory window,
  /// until the mandatory window begins.
  public enum AdvisoryRefresh: Sendable, Hashable {
    /// The first caller waits for the refresh and gets the new credentials; all others get the cached ones at once.
    case callerWaits
    /// Every caller gets the cached credentials at once, and the refresh runs in the background. In the mandatory
    /// window every caller waits for the refresh nevertheless.
    case background
  }

  /// How long before the expiration a refresh is due.
  public var advisoryWindow: AdvisoryWindow
  /// How long before the expiration every caller waits for the refresh; never more than the advisory window.
  public var mandatoryWindow: Duration
  /// What a caller gets in the advisory window, while a refresh is due but the cached credentials are still good.
  public var advisoryRefresh: AdvisoryRefresh
  /// How long to wait after a failed refresh before the provider is asked again; the exact time is drawn at random
  /// from this range.
  public var failureBackoff: ClosedRange<Duration>
  /// How long a failure that is not recoverable (``CredentialError/isRecoverable``) is thrown to callers without
  /// asking the provider again; the exact time is drawn at random from this range.
  public var permanentFailureMemory: ClosedRange<Duration>
  /// How long one fetch may take before it counts as failed.
  public var providerTimeout: Duration
  /// How much earlier a refresh may come, as a fraction of the advisory window from 0, the default, to 1. The exact
  /// fraction is drawn at random for each set of credentials, so that machines that started together do not refresh
  /// together.
  public var advisoryJitter: Double
  /// How long a failure is thrown to callers without asking the provider again while nothing is cached yet; the exact
  /// time is drawn at random from this range.
  ///
  /// The default is zero, as in the AWS SDKs: each request of a program that has no credentials asks the provider
  /// again. A few seconds protect a provider with a rate limit when many machines start at once; in return, a program
  /// recovers that much later from a short failure at its start.
  public var firstFailureMemory: ClosedRange<Duration>

  /// Makes a policy for when credentials are refreshed.
  ///
  /// - Parameters:
  ///   - advisoryWindow: How long before the expiration a refresh is due.
  ///   - mandatoryWindow: How long before the expiration every caller waits for the refresh. The default is 60 s.
  ///   - advisoryRefresh: What a caller gets while a refresh is due but the cached credentials are still good.
  ///   - failureBackoff: How long to wait after a failed refresh before the provider is asked again. The default is
  ///     300 to 600 s.
  ///   - permanentFailureMemory: How long a failure that is not recoverable is thrown without asking the provider
  ///     again. The default is 1 to 5 s.
  ///   - providerTimeout: How long one fetch may take before it counts as failed. The default is 22 s.
  ///   - advisoryJitter: How much earlier a refresh may come, as a fraction of the advisory window. The default is 0.
  ///   - firstFailureMemory: How long a failure is thrown without asking the provider again while nothing is cached
  ///     yet. The default is 0 s.
  public init(
    advisoryWindow: AdvisoryWindow = .automatic,
    mandatoryWindow: Duration = .seconds(60),
    advisoryRefresh: AdvisoryRefresh = .callerWaits,
    failureBackoff: ClosedRange<Duration> = .seconds(300) ... .seconds(600),
    permanentFailureMemory: ClosedRange<Duration> = .seconds(1) ... .seconds(5),
    providerTimeout: Duration = .seconds(22),
    advisoryJitter: Double = 0,
    firstFailureMemory: ClosedRange<Duration> = .zero ... .zero
  ) {
    self.advisoryWindow = advisoryWindow
    self.mandatoryWindow = mandatoryWindow
    self.advisoryRefresh = advisoryRefresh
    self.failureBackoff = failureBackoff
    self.permanentFailureMemory = permanentFailureMemory
    self.providerTimeout = providerTimeout
    self.advisoryJitter = advisoryJitter
    self.firstFailureMemory = firstFailureMemory
  }

  /// The refresh times of credentials fetched at a given time.
  ///
  /// An advisory window that would take more than three quarters of the lifetime takes half of it, whatever is configured.
  ///
  /// - Parameters:
  ///   - expiration: When they expire.
  ///   - now: When they were fetched.
  ///   - random: A number from 0 up to 1, for the jitter.
  package func schedule(expiration: Date, now: Moment, random: Double) -> RefreshSchedule {
    let lifetime = expiration.timeIntervalSince(now.wall)
    var window: Double
    switch advisoryWindow {
    case .fixed(let duration): window = max(0, duration.seconds)
    case .automatic where lifetime <= 20 * 60: window = 5 * 60
    case .automatic where lifetime < 90 * 60: window = 15 * 60
    case .automatic: window = 60 * 60
    }
    var mandatory = min(max(0, mandatoryWindow.seconds), window)
    window += window * min(max(0, advisoryJitter), 1) * random
    // A window as long as the lifetime would mean a fetch for every request. The tiers take up to three quarters.
    if window > lifetime * 0.75 {
      window = max(0, lifetime / 2)
      mandatory = min(mandatory, window / 2)
    }
    return RefreshSchedule(
      fetched: now,
      advisory: expiration.addingTimeInterval(-window),
      mandatory: expiration.addingTimeInterval(-mandatory),
      expiration: expiration)
  }
}

extension ClosedRange<Duration> {
  /// A duration from the range, in seconds.
  ///
  /// - Parameter random: A number from 0 up to 1.
  func draw(_ random: Double) -> Double {
    let low = lowerBound.seconds
    return low + (upperBound.seconds - low) * random
  }
}
