import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What all targets share exists once: a second reader of JSON or writer of dates would drift from the first.
///
/// The emulator reads and writes by code of its own, so that a fault here is not answered by the same fault there; so does
/// AWSTesting with what it records.
struct OneHomeTests {
  private static let independent: Set<String> = ["Sources/AWSEmulator", "Sources/AWSTesting"]

  /// A thing, what only its code contains, and the file or folder where that stands; none if it stands nowhere.
  private static let table: [(thing: String, marks: [String], homes: [String])] = [
    (
      "reading JSON", ["struct JSONScanner", "struct JSONSyntaxError", "struct Scanner"],
      ["AWSCore/JSON/JSONScanner.swift"]
    ),
    (
      "reading escapes of JSON", [#"case UInt8(ascii: "u")"#],
      // What is redacted is read with the escapes of every language at once.
      [
        "AWSCore/JSON/JSONScanner.swift", "AWSCore/JSON/JSONText+Strings.swift",
        "AWSCore/Text/UnescapedText.swift",
      ]
    ),
    ("writing strings of JSON", [#""\\u00"#, #""\\u" "#, #""\\u")"#], ["AWSCore/JSON/"]),
    ("writing text of XML", ["\"&amp;\"", "\"&lt;\""], ["AWSCore/XML/"]),
    (
      "predefined references of XML", ["\"apos\""],
      // What is redacted is read with the references of HTML as well.
      ["AWSCore/XML/XMLReferences.swift", "AWSCore/Text/UnescapedText.swift"]
    ),
    ("reading XML", ["struct XMLReader", "<![CDATA["], ["AWSCore/XML/XMLReader.swift"]),
    ("a table of hexadecimal digits", ["\"0123456789abcdef", "\"0123456789ABCDEF"], []),
    ("hexadecimal digits", ["HexDigit: UInt8 {", "HexDigit(_"], ["AWSCore/Bytes/UInt8+ASCII.swift"]),
    // The signer's writer makes the digits of a hash all at once.
    (
      "bytes in hexadecimal", ["init(hexadecimal", "append(hexadecimal bytes", "func hexadecimal", "var hexadecimal"],
      ["AWSCore/Bytes/UInt8+Hexadecimal.swift", "AWSSigV4/Canonical/ByteWriter.swift"]
    ),
    ("values of hexadecimal digits", ["hexValue: UInt8", "- 0x61 + 10", "- 0x41 + 10"], ["AWSCore/"]),
    // The signer's writer does the same in memory that does not grow.
    (
      "percent-encoding", [".uppercaseHexDigit", "enum PercentEncoding", "addingPercentEncoding"],
      ["AWSCore/Bytes/Array+ASCII.swift", "AWSCore/Text/PercentEncoding.swift", "AWSSigV4/Canonical/ByteWriter.swift"]
    ),
    (
      "Base64 for URLs",
      ["init(base64URL", #"with: "-").replacing("/""#, #"case "+": "-""#, #""+"): UInt8(ascii: "-")"#],
      ["AWSCore/Bytes/String+Base64URL.swift"]
    ),
    ("percent-decoding", ["removingPercentEncoding", "func decodedParameter"], ["AWSCore/Addresses/WirePath.swift"]),
    ("dates of HTTP", ["\"Jan\"", "\"Mon\"", "enum HTTPDate"], ["AWSCore/Dates/"]),
    (
      "dates of ISO 8601", ["enum ISO8601", "ISO8601DateFormatter", "ISO8601FormatStyle"],
      ["AWSCore/Dates/ISO8601.swift"]
    ),
    ("days of the calendar", ["146_097", "146097"], ["AWSCore/Dates/CivilDate.swift"]),
    ("CRC", ["EDB8_8320", "EDB88320", "82F6_3B78", "9A6C_9329"], ["AWSCore/Checksums/CRC.swift"]),
    ("gzip", ["enum Gzip", "struct Inflate"], ["AWSCore/Compression/"]),
    ("locks", ["pthread_mutex_init", "Mutex<", "Mutex(", "NSLock"], ["AWSCore/Concurrency/Locked.swift"]),
    ("labels of host names", ["isHostLabel", "struct HostLabel"], ["AWSCore/Addresses/HostLabel.swift"]),
    ("numeric addresses", ["enum IPAddress", "inet_pton"], ["AWSCore/Addresses/IPAddress.swift"]),
    ("authorities of addresses", ["struct Authority"], ["AWSCore/Addresses/Authority.swift"]),
    ("lower case of ASCII", ["0x41...0x5A).contains(self) ? self | 0x20"], ["AWSCore/Bytes/UInt8+ASCII.swift"]),
    (
      "names of request ids", ["\"x-amz-request-id\"", "\"x-amzn-requestid\"", "\"x-request-id\""],
      ["AWSRuntime/Errors/HTTPResponse+RequestId.swift"]
    ),
  ]

  @Test func eachThingHasOneHome() throws {
    let sources = try Self.sources()
    #expect(sources.count > 200)
    for row in Self.table {
      var homes: Set<String> = []
      for (file, code) in sources where row.marks.contains(where: { code.contains($0) }) {
        let home = row.homes.first { file.hasPrefix("Sources/" + $0) }
        #expect(home != nil, "\(file): \(row.thing) has its home in \(row.homes)")
        if let home { homes.insert(home) }
      }
      // A row that finds nothing would guard nothing.
      #expect(homes.sorted() == row.homes.sorted(), "\(row.thing)")
    }
  }

  @Test func commentsDoNotCount() {
    #expect(
      Self.code("a // \"Jan\"\n/// \"Jan\"\n  // x\nlet url = \"https://b\"") == "a \n\n  \nlet url = \"https://b\"")
  }

  private static func sources() throws -> [(file: String, code: String)] {
    let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
    var sources: [(file: String, code: String)] = []
    var folders = ["Sources"]
    while let folder = folders.popLast() {
      for name in try FileManager.default.contentsOfDirectory(atPath: root + "/" + folder) {
        let path = folder + "/" + name
        if name.hasSuffix(".swift") {
          let text = String(decoding: try Data(contentsOf: URL(filePath: root + "/" + path)), as: UTF8.self)
          sources.append((path, code(text)))
        } else if !name.contains("."), !independent.contains(path) {
          folders.append(path)
        }
      }
    }
    return sources
  }

  /// A text without its comments: what follows two slashes that do not stand in an address.
  private static func code(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line -> Substring in
      var previous: UInt8 = 0x20
      var end = line.utf8.startIndex
      while end < line.utf8.endIndex {
        let byte = line.utf8[end]
        if byte == UInt8(ascii: "/"), line.utf8[end...].starts(with: "//".utf8), previous != UInt8(ascii: ":") { break }
        previous = byte
        end = line.utf8.index(after: end)
      }
      return line[..<end]
    }.joined(separator: "\n")
  }
}
