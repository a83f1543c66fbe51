/// What is done.
enum Subject: String, CaseIterable, Sendable {
  /// GET of an object of 1 KiB, whose content is read.
  case get
  /// POST of a search of 512 bytes.
  case esPost = "es.post"
  /// GET of 64 MiB, whose chunks are counted and dropped.
  case stream
  /// GET of 64 MiB into memory.
  case memory
  /// GET of 64 MiB into a new file.
  case file
  /// PUT of 64 MiB from memory.
  case putBytes = "put.bytes"
  /// PUT of a file of 64 MiB.
  case putFile = "put.file"

  static let smallSize = 1024
  static let largeSize = 64 * 1024 * 1024

  /// Whether 64 MiB are moved.
  var isLarge: Bool {
    switch self {
    case .get, .esPost: false
    case .stream, .memory, .file, .putBytes, .putFile: true
    }
  }

  /// By what it is done.
  var ways: [Way] {
    switch self {
    case .get, .esPost: [.ours, .same, .plain, .hash]
    case .stream: [.ours, .buffers, .same, .plain]
    case .memory, .putBytes: [.ours, .same, .plain]
    case .file, .putFile: [.ours]
    }
  }
}

/// By what it is done.
enum Way: String, CaseIterable, Sendable {
  /// `S3Client` or `ElasticClient`.
  case ours
  /// `S3Client`, whose body is read as SwiftNIO's buffers, which are not copied.
  case buffers
  /// Bare AsyncHTTPClient with the header fields of our request, signed beforehand, and its own timers for our limits.
  case same
  /// Bare AsyncHTTPClient as it comes: no header fields of ours and no timers.
  case plain
  /// Only the hashes that no signature of this request can do without, and no request. It is counted, not timed.
  case hash
}

/// A case, such as `get` for our client and `get.same` for bare AsyncHTTPClient.
struct CaseName: Sendable, Hashable, CustomStringConvertible {
  let subject: Subject
  let way: Way

  static let all = Subject.allCases.flatMap { subject in subject.ways.map { CaseName(subject: subject, way: $0) } }

  init(subject: Subject, way: Way) {
    self.subject = subject
    self.way = way
  }

  init?(_ text: String) {
    guard let found = Self.all.first(where: { $0.description == text }) else { return nil }
    self = found
  }

  var description: String { way == .ours ? subject.rawValue : "\(subject.rawValue).\(way.rawValue)" }
}
