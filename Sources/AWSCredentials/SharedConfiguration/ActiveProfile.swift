import AWSCore

/// The name of the profile in use, and what chose it: the program, an environment variable or the default.
public struct ActiveProfile: Sendable, Hashable {
  /// The name of the profile.
  public let name: String
  /// What chose the profile.
  public let origin: Origin

  /// What can choose a profile: an argument, an environment variable or the default.
  public enum Origin: Sendable, Hashable {
    /// The program named the profile, for example with an argument of an initialiser.
    case argument
    /// The environment variable with this name, for example `AWS_PROFILE`, named the profile.
    case environment(variable: String)
    /// Nothing named a profile, so `default` is used.
    case `default`
  }

  /// Determines the profile in use: `argument`, if given; otherwise `AWS_PROFILE`; otherwise `AWS_DEFAULT_PROFILE`;
  /// otherwise `default`.
  ///
  /// - Parameters:
  ///   - argument: The name that the program gives; `nil` or a blank text if it gives none.
  ///   - environment: The environment variables.
  public init(_ argument: String? = nil, environment: ProcessEnvironment) {
    if let name = argument?.nilIfBlank {
      self.name = name
      origin = .argument
      return
    }
    for variable in ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"] {
      guard let name = environment[variable] else { continue }
      self.name = name
      origin = .environment(variable: variable)
      return
    }
    name = "default"
    origin = .default
  }
}

extension ActiveProfile: CustomStringConvertible {
  /// The name of the profile and what chose it, for example `profile 'dev' (given by AWS_PROFILE)`.
  public var description: String {
    switch origin {
    case .argument: "profile '\(name.printable(limit: 100))' (given by the program)"
    case .environment(let variable): "profile '\(name.printable(limit: 100))' (given by \(variable))"
    case .default: "profile '\(name.printable(limit: 100))'"
    }
  }
}
