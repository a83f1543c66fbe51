#if canImport(FoundationEssentials)
  package import FoundationEssentials
#else
  package import Foundation
#endif

/// When a ``CredentialCache`` refreshes, and what it does when a refresh fails.
///
/// The defaults are those of the refresh behaviour that the AWS SDKs have agreed on: a refresh is due 5, 15 or 60 minutes
/// before the expiration depending on the lifetime, everyone waits for it in the last minute, and a failed refresh is
/// tried again after 5 to 10 minutes.
public struct RefreshPolicy: Sendable, Hashable {
  /// How long before the expiration a refresh is due.
  public enum AdvisoryWindow: Sendable, Hashable {
    /// By the lifetime at the time of the fetch: 5 minutes for up to 20 minutes, 15 minutes for less than 90 minutes,
    /// else 60 minutes.
    case automatic
    /// A fixed time.
    case fixed(Duration)
  }

  /// What a caller sees in the advisory window, while the cached credentials are still good.
  public enum AdvisoryRefresh: Sendable, Hashable {
    /// The first caller waits for the refresh and gets the new credentials; all others get the cached ones at once.
    case callerWaits
    /// Everyone gets the cached credentials immediately and the refresh runs in the background. In the mandatory window
    /// everyone waits nevertheless.
    case background
  }

  /// How long before the expiration a refresh is due.
  public var advisoryWindow: AdvisoryWindow
  /// How long before the expiration everyone waits for the refresh; never more than the advisory window.
  public var mandatoryWindow: Duration
  /// What a caller sees in the advisory window.
  public var advisoryRefresh: AdvisoryRefresh
  /// How long to wait after a failed refresh before the provider is asked again; the exact time is drawn from this
  /// range.
  public var failureBackoff: ClosedRange<Duration>
  /// For how long a failure that cannot be recovered from is remembered; the exact time is drawn from this range.
  public var permanentFailureMemory: ClosedRange<Duration>
  /// How long one fetch may take before it counts as failed.
  public var providerTimeout: Duration
  /// Up to which fraction of the advisory window, drawn anew for each set of credentials, a refresh comes earlier, so
  /// that a fleet started together does not refresh together. From 0, the default, to 1.
  public var advisoryJitter: Double
  /// For how long a failure is remembered while there are no credentials yet; the exact time is drawn from this range.
  ///
  /// Zero, the default, is what the AWS SDKs do: each request of a program that has no credentials asks the provider
  /// again. For a large fleet that starts at once against a provider with a rate limit, some seconds keep the failing
  /// instances from asking with every request; in return, a program recovers from a short failure at its start later by
  /// that time.
  public var firstFailureMemory: ClosedRange<Duration>

  /// Makes a policy.
  ///
  /// - Parameters:
  ///   - advisoryWindow: How long before the expiration a refresh is due.
  ///   - mandatoryWindow: How long before the expiration everyone waits for it. The default is 60 s.
  ///   - advisoryRefresh: What a caller sees in the advisory window.
  ///   - failureBackoff: How long to wait after a failed refresh before the provider is asked again. The default is 300
  ///     to 600 s.
  ///   - permanentFailureMemory: For how long an unrecoverable failure is remembered. The default is 1 to 5 s.
  ///   - providerTimeout: How long one fetch may take. The default is 22 s.
  ///   - advisoryJitter: How much earlier, as a fraction of the window, a refresh may come. The default is 0.
  ///   - firstFailureMemory: For how long a failure is remembered before the first success. The default is 0 s.
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
