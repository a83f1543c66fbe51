/// Writes the XML of S3 and STS responses.
struct XMLText {
  private(set) var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"

  /// Writes an element that holds text.
  mutating func element(_ name: String, _ value: String) {
    text += "<\(name)>\(Self.escaped(value))</\(name)>"
  }

  /// Writes an element that holds other elements.
  mutating func element(_ name: String, attributes: String = "", _ content: (inout XMLText) -> Void) {
    text += attributes.isEmpty ? "<\(name)>" : "<\(name) \(attributes)>"
    content(&self)
    text += "</\(name)>"
  }

  /// Writes text within the element that is open.
  mutating func characters(_ value: String) { text += Self.escaped(value) }

  /// Control characters become character references, as S3 writes them, though XML 1.0 has no place for most of them.
  static func escaped(_ value: String) -> String {
    guard value.utf8.contains(where: { $0 < 0x20 || $0 == 0x26 || $0 == 0x3C || $0 == 0x3E || $0 == 0x22 }) else {
      return value
    }
    var output = ""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "&": output += "&amp;"
      case "<": output += "&lt;"
      case ">": output += "&gt;"
      case "\"": output += "&quot;"
      case "\n", "\t": output.unicodeScalars.append(scalar)
      case "\u{0}"..<" ": output += "&#x\(String(scalar.value, radix: 16));"
      default: output.unicodeScalars.append(scalar)
      }
    }
    return output
  }
}
