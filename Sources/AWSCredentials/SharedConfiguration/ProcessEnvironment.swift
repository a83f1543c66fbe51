import AWSCore

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A read-only view of environment variables.
///
/// A variable that is empty or holds only white space counts as one that is not set, as in AWS's SDKs. Printing a view
/// shows the names of the variables, never their values.
public struct ProcessEnvironment: Sendable {
  private let variables: [String: String]

  /// Makes a view of the given environment variables, for example in a test.
  ///
  /// - Parameter variables: The values of the variables, by the variables' names.
  public init(_ variables: [String: String] = [:]) {
    self.variables = variables
  }

  /// The environment variables of this process, as they are when this property is read. Later changes are not seen.
  public static var current: ProcessEnvironment {
    ProcessEnvironment(ProcessInfo.processInfo.environment)
  }

  /// The value of a variable without white space around it, or `nil` if it is not set or blank.
  ///
  /// - Parameter name: The name of the variable.
  public subscript(name: String) -> String? { variables[name]?.nilIfBlank }

  /// The value of a variable exactly as it is, or `nil` if it is not set or blank.
  ///
  /// For values in which white space at the ends is an error to report rather than to remove.
  package func exactValue(of name: String) -> String? {
    self[name] == nil ? nil : variables[name]
  }
}

extension ProcessEnvironment: ExpressibleByDictionaryLiteral {
  /// Makes a view of environment variables from a dictionary literal. If a name occurs twice, its last value is used.
  public init(dictionaryLiteral elements: (String, String)...) {
    self.init(Dictionary(elements) { $1 })
  }
}

extension ProcessEnvironment: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The names of the variables. Their values are left out, because they may be secret.
  public var description: String {
    "ProcessEnvironment(\(variables.keys.sorted().map { $0.printable(limit: 100) }.joined(separator: ", ")))"
  }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// A mirror of the names of the variables. Their values are left out, because they may be secret.
  public var customMirror: Mirror {
    Mirror(self, children: ["names": variables.keys.sorted().map { $0.printable(limit: 100) }], displayStyle: .struct)
  }
}
