import AWSCore
import Testing

@Suite struct XMLReaderTests {
  private static func text(_ xml: String) throws -> String { try XMLNode.parse(Array(xml.utf8)).text }

  @Test(
    "What is not well-formed is refused",
    arguments: [
      // Character references (XML 1.0, 4.1): digits only, and a character that there is.
      "<a>&#0;</a>", "<a>&#x0;</a>", "<a>&#00;</a>", "<a>&#+65;</a>", "<a>&#-65;</a>", "<a>&#x+41;</a>", "<a>&#;</a>",
      "<a>&#x;</a>", "<a>&# 65;</a>", "<a>&#65 ;</a>", "<a>&#X41;</a>", "<a>&#x110000;</a>", "<a>&#xD800;</a>",
      "<a>&#xDFFF;</a>", "<a>&#55296;</a>", "<a>&#99999999999999999999;</a>", "<a>&#x1_0;</a>", "<a>&#65</a>",
      "<a>&#\u{0661};</a>", "<a>&</a>", "<a>&;</a>", "<a>& b</a>", "<a>&unknown;</a>", "<a>&amp</a>",
      // After and beside the root.
      "<a/><b/>", "<a></a><b></b>", "<a/>text", "<a/>\u{0}", "<a></a>&#65;", "<a/><![CDATA[x]]>", "<a/></a>",
      "<a/><!DOCTYPE a>", "text<a/>", "", "   ", "<!-- -->", "<?xml version=\"1.0\"?>",
      // Document types: no entities, and only before the root.
      "<!DOCTYPE a [<!ENTITY e \"x\">]><a>&e;</a>",
      "<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><a>&e;</a>",
      "<!DOCTYPE a []><a/>", "<!DOCTYPE a><!DOCTYPE a><a/>", "<!ENTITY e \"x\"><a/>", "<a><!DOCTYPE b></a>",
      "<a><!ELEMENT b></a>", "<!DOCTYPE a", "<!DOCTYPE a \"<a/>",
      // Tags.
      "<a>", "<a", "<", "</a>", "<a></b>", "<a><b></a></b>", "<x:a></y:a>", "< a/>", "<1a/>", "<-a/>", "<:/>", "<a:/>",
      "<a b=\"c/>", "<a <b/>", "<a/ >", "<a>\u{0}</a>",
      "<a><!-- </a>", "<a><![CDATA[ </a>", "<a><? </a>", "<!-- ", "<? ",
    ])
  func refused(xml: String) {
    #expect(throws: XMLError.self) { try XMLNode.parse(Array(xml.utf8)) }
  }

  @Test(
    "What services write is read",
    arguments: [
      ("<a>&#65;&#x41;&#x0041;&#0000000000000065;&#x1F600;</a>", "AAAA\u{1F600}"),
      // S3 and Ceph write control characters so, though XML 1.0 has no place for them.
      ("<a>&#x1;&#31;&#x7f;</a>", "\u{1}\u{1F}\u{7F}"), ("<a>\u{1}</a>", "\u{1}"),
      ("<a>&#xFFFF;&#x10FFFF;</a>", "\u{FFFF}\u{10FFFF}"),
      ("<a>&lt;&gt;&amp;&quot;&apos;</a>", "<>&\"'"), ("<a> lead and trail </a>", " lead and trail "),
      ("<a>\t\n x</a>", "\t\n x"), ("<a>x\r\ny\rz&#xD;</a>", "x\ny\nz\r"),
      ("<a><![CDATA[ <b>&amp;\r\n ]]></a>", " <b>&amp;\n "),
      ("<a>x<!-- y -->z<?p q?></a>", "xz"), ("<a/>", ""), ("<a b='>' c=\"/>\"/>", ""),
      ("\u{FEFF}<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- c --><a>x</a>\n<!-- d --><?p?> \n", "x"),
      ("  \n<a>x</a>", "x"), ("<!DOCTYPE html PUBLIC \"-//W3C//DTD > 4\" 'x'><html>x</html>", "x"),
      ("<x:a xmlns:x='u'>x</x:a>", "x"), ("<a >x</a\n>", "x"), ("<한글>é</한글>", "é"),
    ])
  func read(xml: String, text: String) throws {
    #expect(Array(try Self.text(xml).utf8) == Array(text.utf8))
  }

  @Test(
    "Text that is not UTF-8 is refused, not changed", arguments: [[0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xC0, 0x80]])
  func notUTF8(bytes: [UInt8]) {
    #expect(throws: XMLError.self) { try XMLNode.parse(Array("<a>".utf8) + bytes + Array("</a>".utf8)) }
    #expect(throws: XMLError.self) {
      try XMLNode.parse(Array("<a><b/><![CDATA[".utf8) + bytes + Array("]]></a>".utf8))
    }
  }

  @Test("Depth has an end, and costs no stack")
  func depth() throws {
    func nested(_ depth: Int) -> [UInt8] {
      Array((String(repeating: "<a>", count: depth) + String(repeating: "</a>", count: depth)).utf8)
    }
    var node = try XMLNode.parse(nested(64))
    var depth = 1
    while let child = node.children.first {
      node = child
      depth += 1
    }
    #expect(depth == 64)
    #expect(throws: XMLError.self) { try XMLNode.parse(nested(65)) }
    #expect(throws: XMLError.self) { try XMLNode.parse(nested(1_000_000)) }
  }

  /// Documents of about a size that look for something that is read more than once.
  private static func document(_ shape: String, _ count: Int) -> [UInt8] {
    func repeated(_ text: String) -> String { String(repeating: text, count: count) }
    let text =
      switch shape {
      case "children": "<a>\(repeated("<b>x</b>"))</a>"
      case "empty children": "<a>\(repeated("<b/>"))</a>"
      case "text": "<a>\(repeated("xyz "))</a>"
      case "line ends": "<a>\(repeated("x\r\n"))</a>"
      case "references": "<a>\(repeated("&amp;&#65;"))</a>"
      case "zeros in a reference": "<a>&#\(repeated("0"))65;</a>"
      case "sections": "<a>\(repeated("<![CDATA[x]]>"))</a>"
      case "one section": "<a><![CDATA[\(repeated("]]"))]]></a>"
      case "comments": "<a>\(repeated("<!--x-->"))</a>"
      case "one comment": "<a><!--\(repeated("--"))--></a>"
      case "instructions": "\(repeated("<?x?>"))<a/>"
      case "attributes": "<a \(repeated("b='c' "))/>"
      case "a long name": "<a\(repeated("b"))></a\(repeated("b"))>"
      case "prefixes": "<\(repeated("a:"))b/>"
      case "text and children": "<a>\(repeated("x<b/>"))</a>"
      case "depth": "<a>\(repeated("<b><c><d>x</d></c></b>"))</a>"
      case "white space": "\(repeated(" \n"))<a/>\(repeated("\t"))"
      case "no end of a comment": "<a>\(repeated("<!-"))<!--\(repeated("-"))"
      case "no end of a section": "<a><![CDATA[\(repeated("]"))"
      case "no end of a tag": "<a \(repeated("b "))"
      case "no end of a reference": "<a>&\(repeated("a"))"
      default: "<a>\(repeated("<"))"
      }
    return Array(text.utf8)
  }

  @Test(
    "Twice the document is twice the work, well-formed or not",
    arguments: [
      "children", "empty children", "text", "line ends", "references", "zeros in a reference", "sections",
      "one section",
      "comments", "one comment", "instructions", "attributes", "a long name", "prefixes", "text and children", "depth",
      "white space", "no end of a comment", "no end of a section", "no end of a tag", "no end of a reference", "tags",
    ])
  func linear(shape: String) {
    let steps = [2000, 4000, 8000].map { count in
      var reader = XMLReader(bytes: Self.document(shape, count))
      _ = try? reader.document()
      return reader.steps
    }
    #expect(steps[0] > 0 && steps[1] <= steps[0] * 21 / 10 && steps[2] <= steps[0] * 42 / 10, "\(steps)")
  }
}
