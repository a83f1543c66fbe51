import AWSCredentials
import AWSIdentity

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The program `curl`: another client, which uses what ours has signed.
enum Curl {
  private static let program = ["/usr/bin/curl", "/bin/curl", "/usr/local/bin/curl", "/opt/homebrew/bin/curl"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  static var isInstalled: Bool { program != nil }

  /// A response as curl shows it.
  struct Response: Sendable {
    var status: Int
    /// The lines of the header fields.
    var fields: [String]
    var body: String

    /// The code in the document of an error; empty if there is none.
    var code: String {
      body.split(separator: "<Code>").dropFirst().first?.split(separator: "</Code>").first.map(String.init) ?? ""
    }

    func value(of name: String) -> String? {
      fields.first { $0.lowercased().hasPrefix(name.lowercased() + ": ") }.map { String($0.dropFirst(name.count + 2)) }
    }
  }

  /// Sends a request with curl.
  static func send(_ arguments: [String]) async throws -> Response {
    guard let program else { throw LiveDifference("curl is not installed") }
    let options = ["-q", "--silent", "--show-error", "--include", "--path-as-is", "--globoff", "--max-time", "50"]
    let outcome = try await SystemProcessRunner().run(ProcessCommand(program: program, arguments: options + arguments))
    guard outcome.status == .exited(0) else {
      throw LiveDifference("curl: \(String(decoding: outcome.standardError, as: UTF8.self))")
    }
    var rest = String(decoding: outcome.standardOutput, as: UTF8.self)[...]
    while let end = rest.firstRange(of: "\r\n\r\n") {
      let lines = rest[..<end.lowerBound].split(separator: "\r\n").map(String.init)
      rest = rest[end.upperBound...]
      let words = lines.first?.split(separator: " ") ?? []
      guard words.count >= 2, let status = Int(words[1]) else { break }
      guard status != 100 else { continue }
      return Response(status: status, fields: Array(lines.dropFirst()), body: String(rest))
    }
    throw LiveDifference("curl: no response in \(outcome.standardOutput.count) bytes")
  }

  /// The response, which must have this status.
  static func demand(_ status: Int, _ arguments: [String]) async throws -> Response {
    let response = try await send(arguments)
    guard response.status == status else {
      throw LiveDifference(
        "curl: \(response.status) \(response.body.prefix(300)), not \(status)", .refused(response.status, response.code)
      )
    }
    return response
  }
}
