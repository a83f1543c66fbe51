import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What CONTRIBUTING says of the errors of public calls: what users call asynchronously throws untyped and says in its
/// documentation what; what the house calls on a user's type has a type.
struct PublicThrowsTests {
  /// What the house calls: the protocols that users implement, and the types of ours that conform to them.
  private static let required = [
    "credentials()", "send(_ request: HTTPTransportRequest)", "run(_ command: ProcessCommand)",
  ]

  @Test func publicAsyncCallsThrowUntyped() throws {
    let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
    let sources = root + "/Sources"
    let files = try FileManager.default.subpathsOfDirectory(atPath: sources).filter { $0.hasSuffix(".swift") }
    #expect(files.count > 200)
    var calls = 0
    for file in files where !file.hasPrefix("evergreen/") {
      let bytes = try #require(FileManager.default.contents(atPath: sources + "/" + file))
      let text = String(decoding: bytes, as: UTF8.self)
      guard text.contains("async throws") else { continue }
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      for (number, line) in lines.enumerated() where Self.beginsACall(line) {
        let signature = Self.signature(lines[number...])
        guard signature.contains(" async throws") else { continue }
        calls += 1
        let place: Comment = "\(file):\(number + 1)"
        if signature.contains(" async throws(") {
          #expect(Self.required.contains { signature.contains($0) }, place)
        } else {
          let comment = lines[..<number].reversed().drop { $0.trims("@") }.prefix { $0.trims("///") }
          #expect(comment.contains { $0.contains("- Throws:") }, place)
        }
      }
    }
    #expect(calls > 80)
  }

  private static func beginsACall(_ line: Substring) -> Bool {
    line.trims("public ") && (line.contains(" func ") || line.contains(" init("))
  }

  /// A declaration up to its body, without the types of closures among its parameters.
  private static func signature(_ lines: ArraySlice<Substring>) -> String {
    var text = ""
    for line in lines {
      text += line + " "
      if line.hasSuffix("{") || line.hasSuffix("}") { break }
    }
    var head = text.split(separator: "{", maxSplits: 1).first ?? ""
    var signature = ""
    while let closure = head.firstRange(of: "@Sendable ("), let arrow = head[closure.upperBound...].firstRange(of: "->")
    {
      signature += head[..<closure.lowerBound]
      head = head[arrow.upperBound...]
    }
    return signature + head
  }
}

extension Substring {
  /// Whether the line begins so, apart from its indentation.
  fileprivate func trims(_ beginning: String) -> Bool { drop { $0 == " " }.hasPrefix(beginning) }
}
