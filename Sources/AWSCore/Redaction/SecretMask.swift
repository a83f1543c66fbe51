/// Replaces what looks like a secret in text that another program wrote, whatever escapes it is written with.
package enum SecretMask {
  /// The shapes by which a secret is recognised.
  package enum Shape: Sendable, CaseIterable {
    /// PEM blocks (RFC 7468), whole or cut off, and lines of Base64 one below the other.
    case pem
    /// `user:password@` in a URL.
    case userInformation
    /// What follows `Authorization:` and the names of its schemes, as in `Bearer …`.
    case authorization
    /// What follows the name of a secret: `"SecretAccessKey": "…"`, `token=…`.
    case namedValues
    /// Long runs of Base64 letters with capitals, small letters and digits among them.
    case keyMaterial
  }

  /// The text without what has one of the shapes.
  package static func masked(_ text: String, looking shapes: [Shape] = Shape.allCases) -> String {
    masked(Array(text.utf8), looking: shapes).map { String(decoding: $0, as: UTF8.self) } ?? text
  }

  /// The text without what has one of the shapes; `nil` if nothing in it has.
  package static func masked(_ text: [UInt8], looking shapes: [Shape] = Shape.allCases) -> [UInt8]? {
    var marks = Marks(count: text.count)
    for reading in UnescapedText(text).readings {
      for shape in shapes {
        for range in shape.ranges(in: reading.bytes) where !range.isEmpty { marks.add(reading.original(range)) }
      }
    }
    return marks.applied(to: text) { _ in Array(Redacted.mark.utf8) }
  }

  /// The text without the arguments of a command, and the values of those of the form `--name=value`. Short ones are
  /// masked only where they stand as a word.
  package static func masking(_ arguments: [String], in text: [UInt8]) -> [UInt8] {
    var echoes = EchoRedaction()
    var words: Set<[UInt8]> = []
    for argument in arguments {
      let value = argument.utf8.firstIndex(of: UInt8(ascii: "=")).map { argument[argument.utf8.index(after: $0)...] }
      for needle in [argument, value.map(String.init) ?? ""] where !needle.isEmpty {
        if needle.utf8.count < 4 { words.insert(Array(needle.utf8)) } else { echoes.insert(needle, extent: .whole) }
      }
    }
    let text = echoes.redacted(text) ?? text
    var marks = Marks(count: text.count)
    for word in words {
      for start in text.indices where text[start...].starts(with: word) {
        let end = start + word.count
        let isWord =
          (start == 0 || !text[start - 1].isLetterOrDigit) && (end == text.count || !text[end].isLetterOrDigit)
        if isWord { marks.add(start..<end) }
      }
    }
    return marks.applied(to: text) { _ in Array(Redacted.mark.utf8) } ?? text
  }
}

extension SecretMask.Shape {
  fileprivate func ranges(in text: [UInt8]) -> [Range<Int>] {
    switch self {
    case .pem: PEMShape.ranges(in: text)
    case .userInformation: UserInformationShape.ranges(in: text)
    case .authorization: AuthorizationShape.ranges(in: text)
    case .namedValues: NamedValueShape.ranges(in: text)
    case .keyMaterial: KeyMaterialShape.ranges(in: text)
    }
  }
}
