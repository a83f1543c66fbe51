import AWSCore
import HTTPTypes

// Paths and header fields may hold what a caller does not want in a log, so their values are not shown.

extension InterceptedAttempt: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The operation, the number of the attempt, the method, the host, and the names of the header fields. Path, query
  /// and the values of the fields are left out, because they may be confidential.
  public var description: String {
    let names = headerFields.map(\.name.rawName).joined(separator: ", ").printable(limit: 1000)
    let place = "\(scheme)://\(authority)".printable()
    return "attempt \(number) of \(operation), \(method.rawValue.printable(limit: 40)) \(place), headers: [\(names)]"
  }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// A mirror with the description only, so that nothing confidential is shown.
  public var customMirror: Mirror { Mirror(self, children: ["description": description], displayStyle: .struct) }
}

extension InterceptedResult: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The description of the attempt, followed by the HTTP status or the transport error, and the duration.
  public var description: String {
    let outcome =
      switch outcome {
      case .success(let head): "HTTP \(head.status.code)"
      case .failure(let error): "\(error)"
      }
    return "\(attempt): \(outcome) after \(duration)"
  }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// A mirror with the description only, so that nothing confidential is shown.
  public var customMirror: Mirror { Mirror(self, children: ["description": description], displayStyle: .struct) }
}
