/// When the instance metadata service and the container endpoint issue a new set of role credentials instead of
/// returning the current set.
///
/// Amazon EC2 issues a new set before the old set expires, so both are valid for some time.
public struct EmulatedCredentialRotation: Sendable, Hashable {
  enum Rule: Sendable, Hashable {
    case lifetimeFraction(Double)
    case remaining(Duration)
    case everyFetch
    case manual
  }

  let rule: Rule

  /// A request for credentials gets a new set once a certain part of the current set's lifetime has passed.
  ///
  /// - Parameter fraction: The part, from 0 (every request gets a new set) to 1 (the current set is returned until it
  ///   expires).
  public static func lifetimeFraction(_ fraction: Double) -> EmulatedCredentialRotation {
    EmulatedCredentialRotation(rule: .lifetimeFraction(min(max(fraction, 0), 1)))
  }

  /// A request for credentials gets a new set once the current set expires within the given time.
  public static func whenExpiring(within remaining: Duration) -> EmulatedCredentialRotation {
    EmulatedCredentialRotation(rule: .remaining(remaining))
  }

  /// Every request for credentials gets a new set.
  public static let onEveryFetch = EmulatedCredentialRotation(rule: .everyFetch)

  /// A new set is issued only by ``Emulator/rotateCredentials()``. A request for credentials gets the current set even
  /// if it has expired, as on an instance whose metadata service cannot reach AWS.
  public static let manual = EmulatedCredentialRotation(rule: .manual)

  /// Whether a set with a lifetime and a remaining life, in seconds, has to be replaced.
  func isDue(lifetime: Double, remaining: Double) -> Bool {
    switch rule {
    case .lifetimeFraction(let fraction): remaining <= 0 || lifetime - remaining >= lifetime * fraction
    case .remaining(let limit): remaining <= 0 || remaining < limit.inSeconds
    case .everyFetch: true
    case .manual: false
    }
  }
}
