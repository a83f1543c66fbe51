import AWSCore
import HTTPTypes

// A request holds the session token, a signature, often a presigned URL and, to STS, a web identity or an MFA code in its
// body; the path of a container's credentials entitles to them. A response may hold credentials. So only what tells
// requests apart is shown: method and host, the names of header fields, the lengths of bodies.

extension HTTPTransportRequest: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The method, the scheme and host, the names of the header fields and the length of the body. The path, the query,
  /// the values of the header fields and the bytes of the body are left out, because they may be secret.
  public var description: String {
    "\(head.method.rawValue.printable(limit: 40)) \(place), headers: [\(head.headerFields.shownNames)], \(body)"
  }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// A mirror of the method, the scheme and host, the names of the header fields, the length of the body and the time
  /// limits. Everything else is left out, because it may be secret.
  public var customMirror: Mirror {
    Mirror(
      self,
      children: [
        "method": head.method.rawValue.printable(limit: 40), "place": place, "headers": head.headerFields.shownNames,
        "body": body.description, "timeouts": timeouts,
      ] as KeyValuePairs<String, Any>, displayStyle: .struct)
  }

  private var place: String {
    let url = "\(head.scheme ?? "https")://\(head.authority ?? "")"
    return SecretMask.masked(url, looking: [.userInformation]).printable()
  }
}

extension HTTPTransportResponse: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The status, the names of the header fields and the length of the body. Values of header fields and the bytes of
  /// the body are left out, because they may be secret.
  public var description: String {
    "HTTP \(head.status.code), headers: [\(head.headerFields.shownNames)], \(body)"
  }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// A mirror of the status, the names of the header fields and the length of the body. Values of header fields and the
  /// bytes of the body are left out.
  public var customMirror: Mirror {
    Mirror(
      self,
      children: [
        "status": head.status.code, "headers": head.headerFields.shownNames, "body": body.description,
      ] as KeyValuePairs<String, Any>, displayStyle: .struct)
  }
}

extension AWSHTTPBody: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// A text with the number of bytes of the body, if it is known. The bytes are left out.
  public var description: String {
    switch length {
    case .known(let count): "a body of \(count) bytes"
    case .unknown: "a body of unknown length"
    }
  }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// A mirror of the body's length and how often it can be read. The bytes are left out.
  public var customMirror: Mirror {
    Mirror(self, children: ["length": length, "replay": replay] as KeyValuePairs<String, Any>, displayStyle: .struct)
  }
}

extension AWSHTTPBody.AsyncIterator: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// A fixed text, the same for every iterator. The bytes of the body are left out.
  public var description: String { "an iterator over a body" }
  /// The same as ``description``.
  public var debugDescription: String { description }
  /// An empty mirror. The bytes of the body are left out.
  public var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}

extension HTTPFields {
  /// The names of the fields, for messages.
  fileprivate var shownNames: String {
    map { $0.name.rawName }.joined(separator: ", ").printable(limit: 1000)
  }
}
