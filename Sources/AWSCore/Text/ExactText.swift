/// A text that is equal to another only byte for byte, and sorts by its bytes.
///
/// `String` takes a composed and a decomposed accent for the same text, and the Kelvin sign for `K`. To a service they are two
/// keys, tokens or ids.
package struct ExactText: Sendable, Hashable, Comparable, CustomStringConvertible {
  package let text: String

  package init(_ text: String) { self.text = text }

  package static func == (left: ExactText, right: ExactText) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }

  package static func < (left: ExactText, right: ExactText) -> Bool {
    left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }

  package func hash(into hasher: inout Hasher) {
    for byte in text.utf8 { hasher.combine(byte) }
    // No byte of UTF-8: what is hashed next does not run into this text.
    hasher.combine(0xFF as UInt8)
  }

  package var description: String { text }
}

extension String {
  /// The text, to be compared byte for byte: for everything that a service gives out to be given back.
  package var exact: ExactText { ExactText(self) }

  /// The string as it is, or `nil` if it has no characters at all. Unlike ``nilIfBlank`` it takes nothing away.
  package var nilIfEmpty: String? { utf8.isEmpty ? nil : self }
}
