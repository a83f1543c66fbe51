import AWSCore
import AWSCredentials

// A recording that was written by hand may hold what no other does.

extension HTTPRecording.Exchange: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The method and URL of the request and, in the Query protocol, its `Action`, then the outcome. The secrets in the
  /// URL are replaced by placeholders.
  public var description: String {
    "\(RecordedRequestKey(method: method, url: RecordedURL(url)?.text ?? "?", action: action).text) -> \(outcome)"
      .printable(limit: 4000)
  }

  /// The same as ``description``.
  public var debugDescription: String { description }
  /// A mirror whose only child is the ``description``, so secrets are left out.
  public var customMirror: Mirror { Mirror(self, children: ["exchange": description], displayStyle: .struct) }
}

extension HTTPRecording.Outcome: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The status code and the length of the body, or the code and message of the failure. The body and the header fields
  /// are left out.
  public var description: String {
    switch self {
    case .response(let status, _, let body): "HTTP \(status), \(body.count) bytes"
    case .failure(let code, let message): "\(code): \(SecretMask.masked(message).printable())"
    }
  }

  /// The same as ``description``.
  public var debugDescription: String { description }
  /// A mirror whose only child is the ``description``, so the body and the header fields are left out.
  public var customMirror: Mirror { Mirror(self, children: ["outcome": description], displayStyle: .enum) }
}

extension ScriptedTransport.RecordedRequest: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The method, the scheme and host, the names of the header fields and the length of the body. The path, the values
  /// of the header fields and the bytes of the body are left out, because they may be secret.
  public var description: String {
    "\(HTTPTransportRequest(head: head, body: AWSHTTPBody(body), timeouts: timeouts))"
  }

  /// The same as ``description``.
  public var debugDescription: String { description }
  /// A mirror whose only child is the ``description``, so secrets are left out.
  public var customMirror: Mirror { Mirror(self, children: ["request": description], displayStyle: .struct) }
}

extension HostileResponse: CustomDebugStringConvertible, CustomReflectable {
  /// The same as ``description``.
  public var debugDescription: String { description }
  /// A mirror of the name of the response. The header fields and the body are left out.
  public var customMirror: Mirror { Mirror(self, children: ["name": name], displayStyle: .struct) }
}
