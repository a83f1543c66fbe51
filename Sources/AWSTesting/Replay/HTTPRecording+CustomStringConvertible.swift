import AWSCore
import AWSCredentials

// A recording that was written by hand may hold what no other does.

extension HTTPRecording.Exchange: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The request, without the secrets in its URL, and the outcome.
  public var description: String {
    "\(RecordedRequestKey(method: method, url: RecordedURL(url)?.text ?? "?", action: action).text) -> \(outcome)"
      .printable(limit: 4000)
  }

  /// The same as ``description``.
  public var debugDescription: String { description }
  /// A mirror with the description.
  public var customMirror: Mirror { Mirror(self, children: ["exchange": description], displayStyle: .struct) }
}

extension HTTPRecording.Outcome: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The status and the length of the body, or the failure.
  public var description: String {
    switch self {
    case .response(let status, _, let body): "HTTP \(status), \(body.count) bytes"
    case .failure(let code, let message): "\(code): \(SecretMask.masked(message).printable())"
    }
  }

  /// The same as ``description``.
  public var debugDescription: String { description }
  /// A mirror with the description.
  public var customMirror: Mirror { Mirror(self, children: ["outcome": description], displayStyle: .enum) }
}

extension ScriptedTransport.RecordedRequest: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The request without its path, the values of its header fields and its body, as `HTTPTransportRequest` describes
  /// itself.
  public var description: String {
    "\(HTTPTransportRequest(head: head, body: AWSHTTPBody(body), timeouts: timeouts))"
  }

  /// The same as ``description``.
  public var debugDescription: String { description }
  /// A mirror with the description.
  public var customMirror: Mirror { Mirror(self, children: ["request": description], displayStyle: .struct) }
}

extension HostileResponse: CustomDebugStringConvertible, CustomReflectable {
  /// The same as ``description``.
  public var debugDescription: String { description }
  /// A mirror with the name of the response, without its body.
  public var customMirror: Mirror { Mirror(self, children: ["name": name], displayStyle: .struct) }
}
