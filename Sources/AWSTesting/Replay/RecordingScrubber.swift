/// Takes secrets out of what is recorded, and puts something in their place that a client reads in the same way.
///
/// Equal secrets get equal places, and different ones different places, so that a rotation stays one.
struct RecordingScrubber {
  private static let secretNames: Set<String> = [
    "accesskeyid", "secretaccesskey", "sessiontoken", "token", "accesstoken", "refreshtoken", "idtoken",
    "clientsecret", "clientid", "password", "webidentitytoken", "samlassertion", "tokencode", "dpopkey", "devicecode",
    "usercode", "authorizationtoken",
  ]

  private var places: [String: String] = [:]

  /// What stands for a secret.
  mutating func place(of secret: String, name: String) -> String {
    if let known = places[secret] { return known }
    let number = places.count + 1
    let place =
      name.lowercased() == "accesskeyid"
      ? "ASIARECORDED\(String(repeating: "0", count: max(0, 4 - "\(number)".count)))\(number)"
      : "RECORDED-\(name.uppercased())-\(number)"
    places[secret] = place
    return place
  }

  /// Notes a secret that was sent, so that an answer that repeats it does not show it.
  mutating func note(_ secret: String, name: String) {
    if secret.utf8.count >= 8 { _ = place(of: secret, name: name) }
  }

  /// A text with its secrets replaced: the values of members and elements with a secret's name, and everything that was
  /// secret before.
  mutating func scrubbed(_ text: String) -> String {
    var text = scrubbedElements(scrubbedMembers(text))
    for (secret, place) in places.sorted(by: { $0.key.utf8.count > $1.key.utf8.count }) where secret.utf8.count >= 8 {
      text = text.replacing(secret, with: place)
    }
    return text
  }

  private static func isSecret(_ name: some StringProtocol) -> Bool {
    secretNames.contains(String(name.filter { $0 != "_" && $0 != "-" }).lowercased())
  }

  // The text may be half a document, so it is read by tokens and not parsed.
  private mutating func scrubbedMembers(_ text: String) -> String {
    let bytes = Array(text.utf8)
    var output: [UInt8] = []
    var position = 0
    var name: String?
    while position < bytes.count {
      guard bytes[position] == UInt8(ascii: "\"") else {
        let byte = bytes[position]
        if byte != UInt8(ascii: ":"), byte > 0x20 { name = nil }
        output.append(byte)
        position += 1
        continue
      }
      let start = position + 1
      position = start
      while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
        position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
      }
      let end = min(position, bytes.count)
      let content = String(decoding: bytes[start..<end], as: UTF8.self)
      let isClosed = position < bytes.count
      position = min(position + 1, bytes.count)
      let isName = bytes[position...].first { $0 > 0x20 } == UInt8(ascii: ":")
      var written = content
      if let name, !isName, !content.isEmpty { written = place(of: content, name: name) }
      output += [UInt8(ascii: "\"")] + Array(written.utf8) + (isClosed ? [UInt8(ascii: "\"")] : [])
      name = isName && Self.isSecret(content) ? content : nil
    }
    return String(decoding: output, as: UTF8.self)
  }

  private mutating func scrubbedElements(_ text: String) -> String {
    var output = ""
    var rest = text[...]
    while let open = rest.firstIndex(of: "<") {
      output += rest[..<open]
      rest = rest[open...]
      guard let close = rest.firstIndex(of: ">") else { break }
      let tag = rest[rest.index(after: open)..<close]
      output += rest[...close]
      rest = rest[rest.index(after: close)...]
      guard let name = tag.split(separator: " ").first, Self.isSecret(name) else { continue }
      let content = rest.prefix { $0 != "<" }
      if !content.isEmpty { output += place(of: String(content), name: String(name)) }
      rest = rest[content.endIndex...]
    }
    return output + rest
  }
}
