import HTTPTypes

// A body may hold a password, as that of the security plugin's users does, and a server may send back what it was sent.

extension ElasticBody: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// A text with the content type of the body. The bytes are left out.
  public var description: String { "a body of \(contentType ?? "no bytes")" }
  /// The same as ``description``.
  public var debugDescription: String { description }
  /// A mirror with the content type of the body. The bytes are left out.
  public var customMirror: Mirror { Mirror(self, children: ["body": description], displayStyle: .struct) }
}

extension ElasticResponse: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// A text with the operation, the HTTP status and the length of the body.
  public var description: String { "ElasticResponse(\(operation), HTTP \(status), \(body.count) bytes)" }
  /// The same as ``description``.
  public var debugDescription: String { description }

  /// A mirror of the response. The body and the values of header fields are left out.
  public var customMirror: Mirror {
    Mirror(
      self,
      children: [
        "operation": operation, "status": status, "headers": head.headerFields.map { $0.name.rawName },
        "body": "\(body.count) bytes", "attempts": attempts,
      ] as KeyValuePairs<String, Any>, displayStyle: .struct)
  }
}
