import Testing

/// A command line of curl as a manual has it, and what comes of it.
struct ManualLine: Sendable, CustomTestStringConvertible {
  enum Service: String, Sendable { case elastic, s3 }

  enum Outcome: Sendable {
    /// The emulator gives this status, and all of these are in the output.
    case emulated(Int, exit: Int = 0, contains: [String] = [])
    /// The emulator gives this status, and this is the output.
    case printed(Int, exit: Int = 0, String)
    /// The emulator has no such call: this is what a server receives.
    case recorded(String, type: String? = nil, body: String = "")
    /// The line is not taken, and this is in the reason.
    case refused(String)
  }

  let service: Service
  let line: String
  let outcome: Outcome
  /// The standard input.
  var input = ""
  /// The files that are there afterwards and were not before.
  var files: [String: String] = [:]
  /// Why curl does not do the same; `nil` if it does.
  var differsFromCurl: String?

  var testDescription: String { line }

  static func elastic(
    _ line: String, _ outcome: Outcome, input: String = "", files: [String: String] = [:], differs: String? = nil
  ) -> ManualLine {
    ManualLine(
      service: .elastic, line: line, outcome: outcome, input: input, files: files, differsFromCurl: differs)
  }

  static func s3(
    _ line: String, _ outcome: Outcome, input: String = "", files: [String: String] = [:], differs: String? = nil
  ) -> ManualLine {
    ManualLine(service: .s3, line: line, outcome: outcome, input: input, files: files, differsFromCurl: differs)
  }

  /// All lines.
  static let all = elasticsearch + openSearch + s3Lines + general

  /// The hosts that the lines are written for. A test has servers of its own in their place.
  private static let elasticHosts = [
    "http://localhost:9200", "localhost:9200", "https://search-movies-x.us-east-1.es.amazonaws.com",
  ]
  private static let s3Host = "https://s3.us-east-1.amazonaws.com"

  /// The words of the line, with its hosts replaced.
  ///
  /// - Parameters:
  ///   - elastic: The URL of Elasticsearch.
  ///   - s3: The URL of Amazon S3.
  ///   - variables: The variables of the shell.
  /// - Returns: The words behind `curl`.
  func words(elastic: String, s3: String, variables: [String: String] = [:]) -> [String] {
    let words = ShellWords.split(line, variables: variables).dropFirst()
    return words.map { word in
      if word.hasPrefix(Self.s3Host) { return s3 + word.dropFirst(Self.s3Host.count) }
      for host in Self.elasticHosts where word.hasPrefix(host) {
        // A host without a scheme stays one.
        let place = host.hasPrefix("http") ? elastic : String(elastic.dropFirst("http://".count))
        return place + word.dropFirst(host.count)
      }
      return word
    }
  }

  /// The files of the directory that the lines are run in.
  static let directory = [
    "accounts.json": """
    {"index":{"_id":"1"}}
    {"account_number":1,"lastname":"Duke"}
    {"index":{"_id":"6"}}
    {"account_number":6,"lastname":"Bond"}

    """,
    "requests": """
    { "index" : { "_index" : "test", "_id" : "1" } }
    { "field1" : "value1" }

    """,
    "searches": "{}\n{\"query\" : {\"match_all\" : {}}}\n",
    "query.json": "{\"query\":\n  {\"match\": {\"lastname\": \"Duke\"}}\r\n}\n",
    "settings.json": "{\"settings\": {\"number_of_shards\": 1}}\n",
    "movie.json": "{\"title\": \"Moneyball\"}\n",
    "cat.jpg": "\u{0}a cat\r\n",
    "headers.txt": "Content-Type: application/json\r\nX-Opaque-Id: 123456\n",
    "policy.txt": "",
  ]
}
