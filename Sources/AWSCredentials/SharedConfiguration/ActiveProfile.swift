import AWSCore

/// The profile in use, and who chose it.
public struct ActiveProfile: Sendable, Hashable {
  /// The name of the profile.
  public let name: String
  /// Who chose it.
  public let origin: Origin

  /// Who chose a profile.
  public enum Origin: Sendable, Hashable {
    /// The program.
    case argument
    /// An environment variable.
    case environment(variable: String)
    /// Nobody: it is the default.
    case `default`
  }

  /// Finds the profile in use: the argument, else `AWS_PROFILE`, else `AWS_DEFAULT_PROFILE`, else `default`.
  ///
  /// - Parameters:
  ///   - argument: The name the program gives; blank counts as none.
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
  /// The name and who chose it, as part of a sentence.
  public var description: String {
    switch origin {
    case .argument: "profile '\(name.printable(limit: 100))' (given by the program)"
    case .environment(let variable): "profile '\(name.printable(limit: 100))' (given by \(variable))"
    case .default: "profile '\(name.printable(limit: 100))'"
    }
  }
}
