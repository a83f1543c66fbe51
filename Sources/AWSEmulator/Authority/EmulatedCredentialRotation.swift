/// When the metadata endpoints issue a new set of role credentials instead of the current one.
///
/// Amazon EC2 issues new sets before the old ones expire, and both are valid for a while.
public struct EmulatedCredentialRotation: Sendable, Hashable {
  enum Rule: Sendable, Hashable {
    case lifetimeFraction(Double)
    case remaining(Duration)
    case everyFetch
    case manual
  }

  let rule: Rule

  /// A fetch gets a new set once a part of the current set's lifetime has passed.
  ///
  /// - Parameter fraction: The part, from 0 (every fetch gets a new set) to 1 (the set is used until it expires).
  public static func lifetimeFraction(_ fraction: Double) -> EmulatedCredentialRotation {
    EmulatedCredentialRotation(rule: .lifetimeFraction(min(max(fraction, 0), 1)))
  }

  /// A fetch gets a new set once the current one expires in less than a time.
  public static func whenExpiring(within remaining: Duration) -> EmulatedCredentialRotation {
    EmulatedCredentialRotation(rule: .remaining(remaining))
  }

  /// Every fetch gets a new set.
  public static let onEveryFetch = EmulatedCredentialRotation(rule: .everyFetch)

  /// New sets come only from ``Emulator/rotateCredentials()``. A fetch gets the current set even if it has expired,
  /// like an instance whose metadata service cannot reach AWS.
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
