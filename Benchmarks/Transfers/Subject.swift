/// What is done.
enum Subject: String, CaseIterable, Sendable {
  /// GET of 64 MiB, whose chunks are counted and dropped.
  case stream
  /// The same, read as SwiftNIO's buffers, which are not copied.
  case streamBuffers = "stream.buffers"
  /// As ``stream``, and the content is compared with the checksum of the response.
  case streamValidated = "stream.validated"
  /// GET of 64 MiB into a new file, with one request.
  case file
  /// The same, and the content is compared with the checksum of the response.
  case fileValidated = "file.validated"
  /// GET of 64 MiB into a new file, in ranges of which several are received at once.
  case ranged
  /// The same, and the content is compared with the checksum of the object.
  case rangedValidated = "ranged.validated"
  /// PUT of 64 MiB from memory, with the default checksum.
  case put
  /// The same without a checksum.
  case putPlain = "put.plain"
  /// GET of an object of 1 KiB, whose content is read.
  case smallGet = "get.1k"
  /// PUT of an object of 1 KiB.
  case smallPut = "put.1k"
  /// All keys of a bucket.
  case list

  static let smallSize = 1024
  static let largeSize = 64 * 1024 * 1024
  static let partSize = 8 * 1024 * 1024
  static let parts = 8

  /// Whether it is done by several tasks at once.
  var isSmall: Bool { self == .smallGet || self == .smallPut }

  /// Whether responses are compared with their checksums.
  var isValidated: Bool { self == .streamValidated || self == .fileValidated || self == .rangedValidated }

  /// How many bytes of content are moved each time; `nil` if that is not what counts.
  var size: Int? { isSmall || self == .list ? nil : Self.largeSize }
}

/// What the server has, and what it takes: `Benchmarks/transfers-peers` makes it.
enum Target {
  static let bucket = "test-bucket"
  static let small = "1k"
  static let large = "64m"
  /// What is written there is read whole and dropped, if the server can do that.
  static let sink = "sink-bucket"
  /// Has the keys that are listed.
  static let list = "list-bucket"
}
