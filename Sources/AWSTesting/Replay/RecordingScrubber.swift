import AWSCore
import AWSCredentials

/// Takes secrets out of what is recorded, and puts something in their place that a client reads in the same way.
///
/// Documents are parsed, as the clients that read them parse them, and written anew: what a parser does not see is not
/// recorded. Equal secrets get equal places, and different ones different places, so that a rotation stays one.
struct RecordingScrubber {
  /// Besides what is secret everywhere: identifiers that tell whose recording it is.
  private static let identifiers: Set<String> = ["accesskeyid", "awsaccesskeyid", "clientid"]

  /// Shorter secrets would be found in ordinary words.
  private static let shortestEcho = 6

  private var places: [ExactText: String] = [:]
  private var standIns: Set<ExactText> = []
  private var echoes = EchoRedaction()

  static func isSecret(_ name: some StringProtocol) -> Bool {
    SecretNames.contains(name) || identifiers.contains(SecretNames.folded(name))
  }

  /// What stands for a secret.
  mutating func place(of secret: String, name: some StringProtocol) -> String {
    if let known = places[secret.exact] { return known }
    // What stands for a secret already, as in the response to a replay, is no new one.
    if standIns.contains(secret.exact) { return secret }
    let number = places.count + 1
    let folded = SecretNames.folded(name)
    let place =
      folded == "accesskeyid"
      ? "ASIARECORDED\(String(repeating: "0", count: max(0, 4 - "\(number)".count)))\(number)"
      : "RECORDED-\(folded.uppercased())-\(number)"
    places[secret.exact] = place
    standIns.insert(place.exact)
    if secret.utf8.count >= Self.shortestEcho { echoes.insert(secret, replacement: place) }
    return place
  }

  /// Notes a secret that was sent, so that a response that repeats it does not show it.
  mutating func note(_ secret: String, name: some StringProtocol) {
    if secret.utf8.count >= Self.shortestEcho { _ = place(of: secret, name: name) }
  }

  // MARK: Documents

  /// Values in JSON without their secrets.
  mutating func scrubbed(_ values: [RecordedJSON]) -> [RecordedJSON] { values.map { scrubbed($0, under: nil) } }

  private mutating func scrubbed(_ value: RecordedJSON, under name: String?) -> RecordedJSON {
    switch value {
    case .object(let members):
      return .object(
        members.map { member in
          .init(
            name: scrubbed(member.name),
            value: scrubbed(member.value, under: Self.isSecret(member.name) ? member.name : name))
        })
    case .array(let elements): return .array(elements.map { scrubbed($0, under: name) })
    case .string(let text):
      guard let name, !text.isEmpty else { return .string(scrubbed(text)) }
      return .string(place(of: text, name: name))
    case .literal(let text):
      return .literal(name == nil || ["true", "false", "null"].contains(text) ? text : "0")
    }
  }

  /// An element in XML without its secrets.
  mutating func scrubbed(_ element: RecordedXML, under name: String? = nil) -> RecordedXML {
    let name = Self.isSecret(element.localName) ? String(element.localName) : name
    var result = element
    result.attributes = element.attributes.map { attribute in
      let local = RecordedXML.localName(attribute.name)
      let value = attribute.value
      return .init(
        name: attribute.name,
        value: Self.isSecret(local) && !value.isEmpty ? place(of: value, name: local) : scrubbed(value))
    }
    result.content = element.content.map { part in
      switch part {
      case .element(let child): return .element(scrubbed(child, under: name))
      case .text(let text):
        let core = text.trimmingASCIIWhitespace()
        guard let name, !core.isEmpty else { return .text(scrubbed(text)) }
        return .text(place(of: core, name: name))
      }
    }
    return result
  }

  /// A form without the values of its secret fields.
  mutating func scrubbed(form: String) -> String {
    RecordedRequestKey.pairs(form).map { pair in
      let value = Self.isSecret(pair.name) && !pair.value.isEmpty ? place(of: pair.value, name: pair.name) : pair.value
      return "\(Self.encoded(scrubbed(pair.name)))=\(Self.encoded(scrubbed(value)))"
    }.joined(separator: "&")
  }

  private static func encoded(_ text: String) -> String {
    text.utf8.map { byte in
      if (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF) || "-._~".utf8.contains(byte) {
        return String(UnicodeScalar(byte))
      }
      let digits = String(byte, radix: 16, uppercase: true)
      return "%" + (digits.count == 1 ? "0" : "") + digits
    }.joined()
  }

  // MARK: Text

  /// A text without what was secret before, in whatever escapes, and without what looks like a secret in a document, a
  /// URL or a line inside of it.
  mutating func scrubbed(_ text: String) -> String {
    if let inner = embedded(text) { return inner }
    let known = echoes.redacted(text)
    if let url = RecordedURL(known) { return url.text }
    return SecretMask.masked(known, looking: [.pem, .userInformation, .authorization, .namedValues])
  }

  /// The text as a document inside of another, if it is one and holds secrets.
  private mutating func embedded(_ text: String) -> String? {
    let bytes = Array(text.utf8)
    switch bytes.first(where: { !$0.isASCIIWhitespace }) {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      guard let values = RecordedJSON.values(bytes) else { return nil }
      let clean = scrubbed(values)
      return clean == values ? text : clean.map(\.text).joined(separator: "\n")
    case UInt8(ascii: "<"):
      guard let root = RecordedXML(bytes) else { return nil }
      let clean = scrubbed(root)
      return clean == root ? text : clean.text
    default: return nil
    }
  }

  /// A text without what was secret before.
  func withoutEchoes(_ text: String) -> String { echoes.redacted(text) }

  /// Bytes without what was secret before.
  func withoutEchoes(_ bytes: [UInt8]) -> [UInt8] { echoes.redacted(bytes) ?? bytes }
}
