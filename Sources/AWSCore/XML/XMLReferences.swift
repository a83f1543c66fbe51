/// The references of XML 1.0, §4.1 and §4.6, that need no declaration.
package enum XMLReferences {
  /// The character of a predefined entity, such as `lt`.
  static func predefined(_ name: String) -> UInt8? {
    switch name {
    case "lt": UInt8(ascii: "<")
    case "gt": UInt8(ascii: ">")
    case "amp": UInt8(ascii: "&")
    case "quot": UInt8(ascii: "\"")
    case "apos": UInt8(ascii: "'")
    default: nil
    }
  }

  /// Replaces the references in a part of a document by what they stand for, and leaves an `&` that begins none.
  package static func replaced(in text: Substring) -> String {
    var output = String.UnicodeScalarView()
    var rest = text.unicodeScalars
    while let mark = rest.firstIndex(of: "&") {
      output += rest[..<mark]
      rest = rest[mark...].dropFirst()
      guard let end = rest.prefix(12).firstIndex(of: ";"), let scalar = scalar(String(rest[..<end])) else {
        output.append("&")
        continue
      }
      output.append(scalar)
      rest = rest[end...].dropFirst()
    }
    output += rest
    return String(output)
  }

  private static func scalar(_ name: String) -> Unicode.Scalar? {
    if name.hasPrefix("#x") { return UInt32(name.dropFirst(2), radix: 16).flatMap(Unicode.Scalar.init) }
    if name.hasPrefix("#") { return UInt32(name.dropFirst()).flatMap(Unicode.Scalar.init) }
    return predefined(name).map { Unicode.Scalar($0) }
  }
}
