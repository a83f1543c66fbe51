/// What the body of a response is, for messages about one that is not what it should be.
///
/// Proxies, captive portals, load balancers and web servers respond in place of a service, most often with HTML. Who is told
/// that the XML cannot be read looks in the wrong place.
package enum ForeignBody: String, Sendable, Hashable {
  case empty = "empty"
  case html = "HTML"
  case xml = "XML"
  case json = "JSON"
  case text = "plain text"
  case binary = "binary data"

  /// Judges a body by its first bytes; what its `Content-Type` says is often wrong.
  package init(_ body: some Sequence<UInt8>) {
    var start = Array(body.prefix(4096))
    if start.starts(with: [0xEF, 0xBB, 0xBF]) { start.removeFirst(3) }
    guard let first = start.first(where: { !$0.isASCIIWhitespace }) else {
      self = start.isEmpty ? .empty : .text
      return
    }
    switch first {
    case UInt8(ascii: "<"): self = Self.markup(start)
    case UInt8(ascii: "{"), UInt8(ascii: "["): self = .json
    default: self = start.contains { $0 < 0x09 || (0x0E..<0x20).contains($0) } ? .binary : .text
    }
  }

  /// HTML and XML begin alike; an HTML page says `html` early, whatever stands before its first element.
  private static func markup(_ start: [UInt8]) -> ForeignBody {
    let text = String(decoding: start, as: UTF8.self).lowercased()
    var rest = Substring(text)
    while true {
      rest = rest.drop { $0.isWhitespace }
      if rest.hasPrefix("<!doctype") {
        return rest.dropFirst(9).drop { $0.isWhitespace }.hasPrefix("html") ? .html : .xml
      }
      if rest.hasPrefix("<?") {
        guard let end = rest.firstIndex(of: ">") else { return .xml }
        rest = rest[rest.index(after: end)...]
      } else if rest.hasPrefix("<!--") {
        guard let end = rest.dropFirst(4).ranges(of: "-->").first else { return .html }
        rest = rest[end.upperBound...]
      } else {
        let name = rest.dropFirst().prefix { !$0.isWhitespace && $0 != ">" && $0 != "/" }
        return isHTMLElement(name) ? .html : .xml
      }
    }
  }

  /// Whether an element with which a document begins is one of HTML.
  package static func isHTMLElement(_ name: some StringProtocol) -> Bool { elements.contains(name.lowercased()) }

  private static let elements: Set<String> = [
    "html", "head", "body", "title", "meta", "script", "center", "h1", "h2", "h3", "p", "div", "br", "hr", "table", "a",
  ]

  /// The end of a sentence about a response that is not what it should be.
  ///
  /// - Parameter expected: What it should be, for example `the XML of STS`.
  package func insteadOf(_ expected: String) -> String {
    switch self {
    case .empty: "the response is empty instead of \(expected)"
    case .html:
      "the response is HTML instead of \(expected): something else responds at this address, for example a proxy, a login "
        + "page or a web server; check the endpoint"
    default: "the response is \(rawValue) instead of \(expected)"
    }
  }
}
