import AWSCore
import AWSCredentials

/// The parts of a canonical request. If a service has written it, it may contain any bytes.
struct CanonicalRequestText {
  var method: String
  var path: String
  var parameters: [(name: String, value: String)]
  /// The line of the query, without what is secret in it.
  var query: String
  var headers: [(name: String, value: String)]
  var signedHeaders: String
  var payloadHash: String

  /// Takes a text apart.
  ///
  /// It is cut at bytes: in a string a line break, or a colon with a combining mark behind it, may be part of another
  /// character, and what is secret must be told from what is not.
  ///
  /// - Returns: `nil` if it does not have the shape of a canonical request.
  init?(_ text: String) {
    let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
      line.last == UInt8(ascii: "\r") ? line.dropLast() : line
    }
    guard lines.count >= 6, let blank = lines.dropFirst(3).firstIndex(where: \.isEmpty), blank + 3 == lines.count else {
      return nil
    }
    method = Self.text(lines[0])
    path = Self.text(lines[1])
    parameters = lines[2].split(separator: UInt8(ascii: "&")).map { Self.pair($0, separator: "=") }
    query = SecretNames.redacted(query: Self.text(lines[2]))
    headers = lines[3..<blank].map { Self.pair($0, separator: ":") }
    signedHeaders = Self.text(lines[blank + 1])
    payloadHash = Self.text(lines[blank + 2])
  }

  private static func text(_ bytes: some Sequence<UInt8>) -> String { String(decoding: Array(bytes), as: UTF8.self) }

  private static func pair(
    _ bytes: Substring.UTF8View.SubSequence, separator: Unicode.Scalar
  ) -> (name: String, value: String) {
    let name = bytes.prefix { $0 != UInt8(ascii: separator) }
    return (text(name), text(bytes.dropFirst(name.count + 1)))
  }

  /// The names of the headers, in their order.
  var headerNames: String { headers.map(\.name).joined(separator: ", ") }

  /// The text, without what is secret in it.
  var redacted: String {
    func shown(_ field: (name: String, value: String)) -> String {
      SecretNames.shown(field.value, of: field.name)
    }
    let lines = [method, path, query] + headers.map { "\($0.name):\(shown($0))" } + ["", signedHeaders, payloadHash]
    return lines.joined(separator: "\n")
  }
}
