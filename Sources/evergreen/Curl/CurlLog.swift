import AWSCredentials
import AWSSigV4
import HTTPTypes

/// What `--verbose` says on standard error: everything but the session token, the signature and keys of customers.
struct CurlLog {
  var isOn: Bool

  func signed(_ signature: HeaderSignature, scope: CurlScope, credentials: Credentials) throws {
    try send([
      "* Signed for \(scope.service) in \(scope.region) with \(credentials.accessKeyId) from \(credentials.source).",
      "* The canonical request:",
    ])
    try send(Self.lines(signature.redactedCanonicalRequest).map { "*   \($0)" })
    try send(["* The string to sign:"] + Self.lines(signature.stringToSign).map { "*   \($0)" })
  }

  func sent(_ head: HTTPRequest) throws {
    try send(["> \(head.method) \(SecretNames.redacted(target: head.path ?? "/"))"])
    // Only a host that the URL does not name is among the fields.
    if !head.headerFields.contains(where: { $0.name.canonicalName == "host" }) {
      try send(["> host: \(head.authority ?? "")"])
    }
    try send(head.headerFields.map { "> " + Self.redacted("\($0.name.canonicalName): \($0.value)") })
  }

  func received(_ head: HTTPResponse) throws {
    try send(Self.lines(Self.text(of: head)).filter { !$0.isEmpty }.map { "< " + Self.redacted($0) })
  }

  /// Explains a refused signature if the answer says what the service saw.
  func refused(_ signature: HeaderSignature, body: [UInt8]) throws {
    guard isOn, let read = SignatureMismatch.canonicalRequest(inError: String(decoding: body, as: UTF8.self)) else {
      return
    }
    let mismatch = SignatureMismatch(signed: signature.canonicalRequest, read: read)
    try send(["*"] + Self.lines("\(mismatch)").map { "* \($0)" })
  }

  /// The status line and the headers of an answer.
  static func text(of head: HTTPResponse) -> String {
    var text = "HTTP/1.1 \(head.status.code) \(head.status.reasonPhrase)\r\n"
    for field in head.headerFields { text += "\(field.name.rawName): \(field.value)\r\n" }
    return text
  }

  private func send(_ lines: [String]) throws {
    if isOn { try StandardError.send(lines.joined(separator: "\n") + "\n") }
  }

  private static func lines(_ text: String) -> [String] {
    text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }.map(String.init)
  }

  /// A header's line without its value if that is secret, and without the signature.
  private static func redacted(_ line: String) -> String {
    guard let colon = line.firstIndex(of: ":") else { return line }
    let name = String(line[..<colon])
    if name == "authorization" {
      let parts = line.split(separator: "Signature=", maxSplits: 1)
      return parts.count == 2 ? parts[0] + "Signature=(not shown)" : name + ": (not shown)"
    }
    if name.lowercased() == "location" { return SecretNames.redacted(target: line) }
    guard SecretNames.contains(name) else { return line }
    return "\(name): \(SecretNames.concealed(line[colon...].dropFirst()))"
  }
}
