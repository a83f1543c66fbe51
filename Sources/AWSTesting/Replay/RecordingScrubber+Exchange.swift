import AWSCore
import AWSCredentials
import HTTPTypes

/// What is kept of a response's body.
enum RecordedBody {
  case kept([UInt8])
  /// The body is not recorded; the text says why.
  case leftOut(String)
}

extension RecordingScrubber {
  /// Notes what a request keeps secret.
  mutating func noteSecrets(_ head: HTTPRequest, _ body: [UInt8]) {
    for field in head.headerFields where SecretNames.contains(field.name.canonicalName) {
      // An `Authorization` header is a scheme and what follows it; the signature of each request is another and is not
      // worth remembering, since nothing can be done with it later.
      let value = field.value
      if value.hasPrefix("AWS4-") {
        if let key = value.firstMatch(of: /Credential=([^\/,\s]+)/.matchingSemantics(.unicodeScalar))?.output.1 {
          note(String(key), name: "AccessKeyId")
        }
        continue
      }
      for part in value.unicodeScalars.split(whereSeparator: { " ;,".unicodeScalars.contains($0) }) {
        note(String(part), name: "token")
      }
      note(value, name: "token")
    }
    for pair in RecordedRequestKey.pairs(RecordedURL.query(of: head)) where Self.isSecret(pair.name) {
      if SecretNames.folded(pair.name).hasSuffix("signature") { continue }
      note(pair.value, name: pair.name)
    }
    if RecordedRequestKey.isForm(head) {
      let text = String(decoding: body, as: UTF8.self)
      for pair in RecordedRequestKey.pairs(text) where Self.isSecret(pair.name) { note(pair.value, name: pair.name) }
    } else if let values = RecordedJSON.values(body) {
      _ = scrubbed(values)
    } else if let root = RecordedXML(body) {
      _ = scrubbed(root)
    }
  }

  /// A response's body without its secrets, in the form that a client reads in the same way.
  mutating func body(
    _ bytes: [UInt8], of head: HTTPResponse, to key: RecordedRequestKey, unparsed: RecordingTransport.UnparsedBodies
  ) -> RecordedBody {
    guard let first = bytes.first(where: { !$0.isASCIIWhitespace }) else { return .kept(bytes) }
    if let text = String(validating: bytes, as: UTF8.self) {
      if let kept = metadata(text, to: key) { return .kept(Array(kept.utf8)) }
      if head.headerFields[.contentType]?.lowercased().hasPrefix("application/x-www-form-urlencoded") == true {
        return .kept(Array(scrubbed(form: text).utf8))
      }
      let isMarkup = first == UInt8(ascii: "<")
      if !isMarkup, let values = RecordedJSON.values(bytes) {
        return .kept(Array(scrubbed(values).map(\.text).joined(separator: "\n").utf8))
      }
      if isMarkup, let root = RecordedXML(bytes) { return .kept(Array(scrubbed(root).text.utf8)) }
    }
    if unparsed == .recorded { return .kept(withoutEchoes(bytes)) }
    return .leftOut("it is neither JSON nor XML nor a form, so that secrets in it could not be told")
  }

  /// What the metadata service says in plain text: its session token, names of roles, the region.
  private mutating func metadata(_ text: String, to key: RecordedRequestKey) -> String? {
    guard text.utf8.count <= 4096, let path = RecordedURL(key.url)?.path else { return nil }
    if path == "/latest/api/token" { return place(of: text, name: "token") }
    // What begins like a JSON or XML document is not plain text.
    guard path.hasPrefix("/latest/meta-data/"), let first = text.utf8.first, !"{[<".utf8.contains(first) else {
      return nil
    }
    return SecretMask.masked(scrubbed(text))
  }
}
