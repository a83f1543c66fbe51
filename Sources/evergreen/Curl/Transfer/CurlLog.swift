import AWSCore
import AWSCredentials
import AWSSigV4
import HTTPTypes

/// What `--verbose` says on standard error: everything but the session token, signatures and keys of customers, whether we
/// write them or a server sends them back.
struct CurlLog: Sendable {
  let isOn: Bool
  let streams: CurlStreams
  private var echoes = EchoRedaction()

  init(isOn: Bool, streams: CurlStreams) {
    self.isOn = isOn
    self.streams = streams
  }

  mutating func signed(_ signature: HeaderSignature, scope: CurlScope, credentials: Credentials) throws {
    guard isOn else { return }
    echoes.insert(credentials.secretAccessKey)
    if let token = credentials.sessionToken { echoes.insert(token, replacement: SecretNames.concealed(token)) }
    echoes.insert(signature.signature, replacement: "(not shown)")
    try send([
      "* Signed for \(scope.service) in \(scope.region) with \(credentials.accessKeyId) from \(credentials.provider).",
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
    try send(head.headerFields.map { "> \($0.name.canonicalName): \(Self.shown($0))" })
  }

  func received(_ head: HTTPResponse) throws {
    try send(["< HTTP/1.1 \(head.status.code) \(head.status.reasonPhrase)"])
    try send(head.headerFields.map { "< \($0.name.rawName): \(Self.shown($0))" })
  }

  /// Explains a refused signature if the response says what the service saw.
  func refused(_ signature: HeaderSignature?, body: [UInt8]) throws {
    guard isOn, let signature,
      let read = SignatureMismatch.canonicalRequest(inError: String(decoding: body, as: UTF8.self))
    else {
      return
    }
    let mismatch = SignatureMismatch(signed: signature.canonicalRequest, read: read)
    try send(["*"] + Self.lines("\(mismatch)").map { "* \($0)" })
  }

  /// The status line and the headers of a response, for standard output.
  static func text(of head: HTTPResponse) -> String {
    var text = "HTTP/1.1 \(head.status.code) \(head.status.reasonPhrase.printable())\r\n"
    for field in head.headerFields { text += "\(field.name.rawName): \(field.value.printable(limit: .max))\r\n" }
    return text
  }

  private func send(_ lines: [String]) throws {
    guard isOn else { return }
    for line in lines {
      // The sign at the beginning and the spaces after it are ours; what follows may be anybody's.
      let sign = line.prefix { "*<> ".contains($0) }
      try streams.errors(
        sign + echoes.redacted(String(line.dropFirst(sign.count))).printable(limit: 100_000) + "\n")
    }
  }

  private static func lines(_ text: String) -> [String] {
    text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }.map(String.init)
  }

  /// A header's value, not shown if it is secret, and without the signature.
  private static func shown(_ field: HTTPField) -> String {
    let name = field.name.canonicalName
    if name == "authorization" {
      let parts = field.value.split(separator: "Signature=", maxSplits: 1)
      return parts.count == 2 ? parts[0] + "Signature=(not shown)" : "(not shown)"
    }
    return SecretNames.shown(field.value, of: name)
  }
}
