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
  /// How long before the expiration of the credentials the advisory window begins, in which a refresh is due.
  public enum AdvisoryWindow: Sendable, Hashable {
    /// The time depends on the lifetime that the credentials have left when they are fetched. A refresh is due 5
    /// minutes before the expiration if that lifetime is at most 20 minutes, 15 minutes if it is less than 90 minutes,
    /// and otherwise 60 minutes.
    case automatic
    /// A refresh is due this long before the expiration, whatever the lifetime. If this duration is longer than three
    /// quarters of the lifetime, half of the lifetime is used in its place.
    case fixed(Duration)
  }

  /// What a caller gets in the advisory window: the time in which a refresh is due but the cached credentials are still
  /// good. It ends when the mandatory window begins, in which every caller waits.
  public enum AdvisoryRefresh: Sendable, Hashable {
    /// The first caller waits for the refresh and gets the new credentials. Callers that ask meanwhile get the cached
    /// credentials at once.
    case callerWaits
    /// Every caller gets the cached credentials at once, and the refresh runs in the background. In the mandatory
    /// window (``RefreshPolicy/mandatoryWindow``) every caller waits for the refresh, also with this value.
    case background
  }

  /// How long before the expiration of the credentials a refresh is due. The default is ``AdvisoryWindow/automatic``.
  public var advisoryWindow: AdvisoryWindow
  /// How long before the expiration every caller has to wait for the refresh. If it is longer than the advisory window,
  /// the advisory window is used in its place.
  public var mandatoryWindow: Duration
  /// What a caller gets in the advisory window, while a refresh is due but the cached credentials are still good.
  public var advisoryRefresh: AdvisoryRefresh
  /// How long to wait after a failed refresh before the provider is asked again; the exact time is drawn at random
  /// from this range.
  public var failureBackoff: ClosedRange<Duration>
  /// For how long after a failure that is not recoverable (``CredentialError/isRecoverable``) callers get the same
  /// error and the provider is not asked again. The exact time is drawn at random from this range.
  public var permanentFailureMemory: ClosedRange<Duration>
  /// How long one fetch of credentials from the provider may take. A longer fetch is cancelled and counts as failed.
  public var providerTimeout: Duration
  /// How much earlier than at the start of the advisory window a refresh may come, as a fraction of that window: from
  /// 0, the default, to 1. The fraction that is used is drawn at random, up to this one, for each set of credentials,
  /// so that machines that started together do not refresh together.
  public var advisoryJitter: Double
  /// For how long after a failed fetch callers get the same error and the provider is not asked again, as long as no
  /// credentials are cached yet. The exact time is drawn at random from this range.
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
  ///   - failureBackoff: How long to wait after a failed refresh before the provider is asked again. The default is 300
  ///     to 600 s.
  ///   - permanentFailureMemory: For how long after a failure that is not recoverable callers get the same error and
  ///     the provider is not asked again. The default is 1 to 5 s.
  ///   - providerTimeout: How long one fetch may take before it counts as failed. The default is 22 s.
  ///   - advisoryJitter: How much earlier a refresh may come, as a fraction of the advisory window. The default is 0.
  ///   - firstFailureMemory: For how long after a failed fetch callers get the same error and the provider is not asked
  ///     again, as long as no credentials are cached yet. The default is 0 s.
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
