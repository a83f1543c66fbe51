import AWSCore
import AWSCredentials

/// An XML document as it is recorded: elements, attributes and text, character data and references resolved. Comments and
/// processing instructions are left out.
struct RecordedXML: Equatable {
  enum Content: Equatable {
    case text(String)
    case element(RecordedXML)
  }

  struct Attribute: Equatable {
    var name: String
    var value: String
  }

  /// The name, with its prefix.
  var name: String
  var attributes: [Attribute] = []
  var content: [Content] = []

  init(name: String) { self.name = name }

  /// The name without its prefix.
  var localName: Substring { Self.localName(name) }

  /// A name without its prefix.
  static func localName(_ name: String) -> Substring {
    name.utf8.lastIndex(of: UInt8(ascii: ":")).map { name[name.utf8.index(after: $0)...] } ?? name[...]
  }

  /// Reads a document; `nil` if it is not well-formed, or nested deeper than 64 levels as AWS's are not.
  init?(_ bytes: [UInt8]) {
    guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
    var parser = Parser(rest: Substring(text).unicodeScalars[...])
    guard let root = parser.document() else { return nil }
    self = root
  }

  /// The element as text.
  var text: String {
    let open = name + attributes.map { " \($0.name)=\"\(Self.escaped($0.value))\"" }.joined()
    guard !content.isEmpty else { return "<\(open)/>" }
    let inner = content.map { part in
      switch part {
      case .text(let text): Self.escaped(text)
      case .element(let element): element.text
      }
    }
    return "<\(open)>\(inner.joined())</\(name)>"
  }

  private static func escaped(_ text: String) -> String {
    var output = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": output += "&amp;"
      case "<": output += "&lt;"
      case ">": output += "&gt;"
      case "\"": output += "&quot;"
      case "\r": output += "&#xD;"
      default: output.unicodeScalars.append(scalar)
      }
    }
    return output
  }
}

extension RecordedXML {
  private struct Parser {
    private static let deepest = 64
    var rest: Substring.UnicodeScalarView

    mutating func document() -> RecordedXML? {
      _ = take("\u{FEFF}")
      guard skipMisc(), take("<"), let root = element(), skipMisc(), rest.isEmpty else { return nil }
      return root
    }

    private func starts(with text: String) -> Bool { rest.starts(with: text.unicodeScalars) }

    private mutating func take(_ text: String) -> Bool {
      guard starts(with: text) else { return false }
      rest = rest.dropFirst(text.unicodeScalars.count)
      return true
    }

    /// What stands before a text, which is taken too. Scalars are compared, as XML has it: to a string a mark that is followed
    /// by a combining character would be another one.
    private mutating func upTo(_ text: String) -> String? {
      guard let range = rest.firstRange(of: text.unicodeScalars) else { return nil }
      let before = String(rest[..<range.lowerBound])
      rest = rest[range.upperBound...]
      return before
    }

    private mutating func skipSpace() { rest = rest.drop { " \t\r\n".unicodeScalars.contains($0) } }

    private mutating func skipMisc() -> Bool {
      while true {
        skipSpace()
        if take("<?") {
          guard upTo("?>") != nil else { return false }
        } else if take("<!--") {
          guard upTo("-->") != nil else { return false }
        } else if take("<!DOCTYPE") || take("<!doctype") {
          // Declarations inside would be read by some and not by others.
          guard let declaration = upTo(">"), !declaration.utf8.contains(UInt8(ascii: "[")) else { return false }
        } else {
          return true
        }
      }
    }

    private mutating func name() -> String? {
      let name = String(rest.prefix { !" \t\r\n/>=<\"'&".unicodeScalars.contains($0) })
      rest = rest.dropFirst(name.unicodeScalars.count)
      return name.isEmpty ? nil : name
    }

    /// An element whose `<` has been taken.
    private mutating func element(depth: Int = 0) -> RecordedXML? {
      guard depth < Self.deepest, let name = name() else { return nil }
      var element = RecordedXML(name: name)
      while true {
        skipSpace()
        if take("/>") { return element }
        if take(">") { break }
        guard let name = self.name() else { return nil }
        skipSpace()
        guard take("=") else { return nil }
        skipSpace()
        let quote = take("\"") ? "\"" : take("'") ? "'" : ""
        guard !quote.isEmpty, let value = upTo(quote).flatMap(resolved), !value.utf8.contains(UInt8(ascii: "<")) else {
          return nil
        }
        element.attributes.append(Attribute(name: name, value: value))
      }
      var text = ""
      func content() -> [Content] { text.isEmpty ? [] : [.text(text)] }
      while true {
        let plain = String(rest.prefix { $0 != "<" })
        rest = rest.dropFirst(plain.unicodeScalars.count)
        guard let run = resolved(plain) else { return nil }
        text += run
        if take("<!--") {
          guard upTo("-->") != nil else { return nil }
        } else if take("<![CDATA[") {
          guard let data = upTo("]]>") else { return nil }
          text += data
        } else if take("<?") {
          guard upTo("?>") != nil else { return nil }
        } else if take("</") {
          guard self.name()?.exact == name.exact else { return nil }
          skipSpace()
          guard take(">") else { return nil }
          element.content += content()
          return element
        } else if take("<") {
          element.content += content()
          text = ""
          guard let child = self.element(depth: depth + 1) else { return nil }
          element.content.append(.element(child))
        } else {
          return nil
        }
      }
    }

    /// A text with its references resolved; `nil` if one is not known.
    private func resolved(_ text: String) -> String? {
      var output = ""
      var rest = text.unicodeScalars[...]
      while let mark = rest.firstIndex(of: "&") {
        output.unicodeScalars += rest[..<mark]
        rest = rest[mark...].dropFirst()
        guard let end = rest.prefix(12).firstIndex(of: ";"), let scalar = Self.scalar(String(rest[..<end])) else {
          return nil
        }
        output.unicodeScalars.append(scalar)
        rest = rest[end...].dropFirst()
      }
      output.unicodeScalars += rest
      return output
    }

    private static func scalar(_ name: String) -> Unicode.Scalar? {
      switch name {
      case "lt": return "<"
      case "gt": return ">"
      case "amp": return "&"
      case "quot": return "\""
      case "apos": return "'"
      default:
        guard name.utf8.first == UInt8(ascii: "#") else { return nil }
        let isHexadecimal = name.dropFirst().lowercased().hasPrefix("x")
        let digits = name.dropFirst(isHexadecimal ? 2 : 1)
        guard digits.utf8.allSatisfy({ $0.hexValue != nil }) else { return nil }
        let scalar = UInt32(digits, radix: isHexadecimal ? 16 : 10).flatMap(Unicode.Scalar.init)
        return scalar.flatMap { $0.value == 0 ? nil : $0 }
      }
    }
  }
}
