import AWSCore
import ArgumentParser

/// A header as it is written on a command line: `Name: value`, and with curl also `Name:` and `Name;`.
struct HeaderLine: Sendable, Hashable {
  /// The name in lower case.
  let name: String
  let value: String
  /// Whether nothing stands behind the colon, by which curl leaves out a header of its own.
  let isRemoval: Bool

  /// What makes a text no header, for a message that names where it stands. It does not repeat the text, which may hold a secret.
  struct Problem: Error { let problem: String }

  /// Reads a header.
  ///
  /// - Parameters:
  ///   - text: The header.
  ///   - takesEmpty: Whether `Name;` is a header without a value.
  init(_ text: String, takesEmpty: Bool) throws(Problem) {
    let form = takesEmpty ? "'Name: value', or 'Name;' without a value" : "'Name: value'"
    let bytes = Array(text.utf8)
    let colon = bytes.firstIndex(of: UInt8(ascii: ":"))
    let semicolon = takesEmpty && colon == nil ? bytes.firstIndex(of: UInt8(ascii: ";")) : nil
    guard let mark = colon ?? semicolon else { throw Problem(problem: "takes a header, \(form)") }
    guard !bytes[..<mark].isEmpty, bytes[..<mark].allSatisfy(\.isTokenCharacter) else {
      throw Problem(
        problem: mark == 0
          ? "takes a header, \(form); the name is empty"
          : "takes a header, \(form); the name consists of letters, digits and !#$%&'*+-.^_`|~ alone")
    }
    name = String(decoding: bytes[..<mark].map(\.lowercasedASCII), as: UTF8.self)
    let value = String(decoding: bytes[(mark + 1)...], as: UTF8.self).trimmingASCIIWhitespace()
    guard !value.holdsForbiddenControl else {
      throw Problem(problem: "has a line end or another control character in the value of the header \(name)")
    }
    guard colon != nil || value.isEmpty else {
      throw Problem(problem: "takes a header, \(form); something stands behind the ';'")
    }
    self.value = value
    isRemoval = colon != nil && value.isEmpty
  }
}

extension String {
  /// Whether the text holds a control character that no header's value may have: any but the tab.
  var holdsForbiddenControl: Bool { utf8.contains { $0.isControl && $0 != 0x09 } }
}

/// What a signature and a request line take.
enum RequestWords {
  /// What is wrong with a method; `nil` if nothing is.
  static func problem(ofMethod text: String) -> String? {
    !text.isEmpty && text.utf8.allSatisfy(\.isTokenCharacter)
      ? nil : "takes a method such as GET, not '\(text.printable(limit: 40))'"
  }

  /// What is wrong with the name of a service; `nil` if nothing is.
  static func problem(ofService text: String) -> String? {
    let isName = !text.isEmpty && text.utf8.allSatisfy { $0.isVisibleASCII && !",/".utf8.contains($0) }
    return isName ? nil : "takes a service as it is signed, such as s3 or es, not '\(text.printable(limit: 40))'"
  }
}
