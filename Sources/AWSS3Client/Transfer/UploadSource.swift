import AWSCredentials
import AWSRuntime

/// Where the parts of an upload come from.
enum UploadSource: Sendable {
  /// Each part can be read by itself, and again.
  case ranges(size: Int64, part: @Sendable (_ offset: Int64, _ count: Int64) -> AWSHTTPBody)
  /// The parts are copied from an object in S3. The request lacks number, range and upload.
  case object(size: Int64, S3.UploadPartCopyInput)
  /// The parts are read one after the other, from the beginning of the content to its end.
  case stream(AWSHTTPBody)

  init(_ body: AWSHTTPBody) {
    if let bytes = body.bytesInMemory {
      self = .ranges(size: Int64(bytes.count)) { offset, count in
        count == bytes.count ? body : AWSHTTPBody(Array(bytes[Int(offset)..<Int(offset + count)]))
      }
    } else {
      self = .stream(body)
    }
  }

  /// How many bytes there are; `nil` if only the end of the content tells.
  var size: Int64? {
    switch self {
    case .ranges(let size, _), .object(let size, _): return size
    case .stream(let body):
      guard case .known(let size) = body.length else { return nil }
      return size
    }
  }

  /// Whether the content can be read a second time.
  var canBeReadAgain: Bool {
    switch self {
    case .ranges, .object: true
    case .stream(let body): body.replay == .any
    }
  }
}

/// A part that is ready to be sent.
struct UploadPart: Sendable {
  /// Counts from 1.
  let number: Int
  /// Makes the body. Who sends it keeps it no longer than that, because its memory is used again.
  let body: @Sendable () -> AWSHTTPBody
  /// How many bytes the part has.
  let count: Int64
  let isLast: Bool
}
