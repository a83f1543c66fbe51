/// A part of an object (RFC 9110, 14.1.2). Bytes are counted from 0.
public enum ByteRange: Sendable, Hashable {
  /// From one byte through another, both included.
  case bytes(from: Int64, through: Int64)
  /// From a byte to the end.
  case from(Int64)
  /// The last bytes, or all if the object has no more.
  case last(Int64)

  /// The value of the `Range` header field.
  func headerValue() throws(S3Problem) -> String {
    switch self {
    case .bytes(let first, let last) where 0 <= first && first <= last: return "bytes=\(first)-\(last)"
    case .from(let first) where first >= 0: return "bytes=\(first)-"
    case .last(let count) where count > 0: return "bytes=-\(count)"
    default: throw S3Problem(code: .invalidRange, message: "\(self) is not a range of bytes; nothing was sent")
    }
  }
}

/// Which part of an object an answer holds.
public struct ContentRange: Sendable, Hashable {
  /// The first byte of the part.
  public let first: Int64
  /// The last byte of the part.
  public let last: Int64
  /// How many bytes the object has, where the server knows.
  public let total: Int64?

  /// Reads the value of a `Content-Range` header field; `nil` if it is none.
  init?(_ text: String) {
    let parts = text.split(separator: " ")
    guard parts.count == 2, parts[0] == "bytes" else { return nil }
    let values = parts[1].split(separator: "/")
    guard values.count == 2 else { return nil }
    let ends = values[0].split(separator: "-")
    guard ends.count == 2, let first = Int64(ends[0]), let last = Int64(ends[1]), first <= last else { return nil }
    self.first = first
    self.last = last
    total = Int64(values[1])
  }
}
