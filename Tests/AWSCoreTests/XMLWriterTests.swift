import AWSCore
import Testing

@Suite struct XMLWriterTests {
  @Test("Elements, attributes and text are written without white space, and markup in them is escaped")
  func document() throws {
    var xml = XMLWriter()
    xml.begin("A", attributes: [("xmlns", "http://a/?b&c\"\t")])
    xml.element("B", text: "1 < 2 & \"3\" > '4'\r\n")
    xml.element("C", text: "")
    xml.begin("D")
    xml.begin("E")
    xml.end("E")
    xml.end("D")
    xml.end("A")
    let text = String(decoding: xml.document, as: UTF8.self)
    #expect(
      text == """
        <A xmlns="http://a/?b&amp;c&quot;&#x9;"><B>1 &lt; 2 &amp; "3" &gt; '4'&#xD;&#xA;</B><C /><D><E /></D></A>
        """)
    let node = try XMLNode.parse(xml.document)
    #expect(node.text("B") == "1 < 2 & \"3\" > '4'\r\n" && node.text("C") == "")
  }

  @Test("Attributes are read by their local names, with their references; what is none is skipped")
  func attributes() throws {
    let text = """
      <a xmlns="u" xmlns:x="v"><b x:type="G&amp;H" other = 'a > b' odd ="" alone/><c x:type='&lt;'>t</c><d "stray"/></a>
      """
    let node = try XMLNode.parse(Array(text.utf8))
    #expect(node.attributes.isEmpty)
    #expect(node["b"]?.attributes == ["type": "G&H", "other": "a > b", "odd": ""])
    #expect(node["c"]?.attributes == ["type": "<"] && node.text("c") == "t" && node["d"]?.attributes == [:])
  }

  @Test("A tag that does not end is no document", arguments: ["<a b", "<a b=", "<a b='", "<a b=\"c>", "<a b='c'"])
  func unfinished(text: String) {
    #expect(throws: XMLError.self) { try XMLNode.parse(Array(text.utf8)) }
  }
}
