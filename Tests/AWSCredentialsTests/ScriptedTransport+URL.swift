import AWSTesting
import HTTPTypes

extension ScriptedTransport.RecordedRequest {
  /// Where the request went.
  var url: String { "\(head.scheme ?? "")://\(head.authority ?? "")\(head.path ?? "")" }

  /// A header field by name.
  subscript(name: String) -> String? { HTTPField.Name(name).flatMap { head.headerFields[$0] } }
}
