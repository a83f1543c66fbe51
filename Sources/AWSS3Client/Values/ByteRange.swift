import AWSCore

extension S3 {
  /// A part of an object, as a range of bytes (RFC 9110, 14.1.2). The first byte has the position 0.
  public enum ByteRange: Sendable, Hashable {
    /// The bytes from the position `from` to the position `through`, both included.
    case bytes(from: Int64, through: Int64)
    /// The bytes from the given position to the end of the object.
    case from(Int64)
    /// The given number of bytes at the end of the object, or the whole object if it is shorter.
    case last(Int64)

    /// The value of the `Range` header field.
    func headerValue() throws(S3Problem) -> String {
      switch self {
      case .bytes(let first, let last) where 0 <= first && first <= last: return "bytes=\(first)-\(last)"
      case .from(let first) where first >= 0: return "bytes=\(first)-"
      case .last(let count) where count > 0: return "bytes=-\(count)"
      default: throw S3Problem(code: .invalidRange, message: "\(self) is not a range of bytes; nothing was sent.")
      }
    }
  }
}

extension S3 {
  /// The part of an object that a response contains (`Content-Range`).
  public struct ContentRange: Sendable, Hashable {
    /// The position of the first byte, counted from 0.
    public let first: Int64
    /// The position of the last byte, counted from 0; the byte is included.
    public let last: Int64
    /// The size of the whole object in bytes; `nil` if the server does not report it.
    public let total: Int64?

    /// How many bytes the part has.
    var count: Int64? {
      let (count, isTooLarge) = (last - first).addingReportingOverflow(1)
      return isTooLarge ? nil : count
    }

    /// Reads the value of a `Content-Range` header field (RFC 9110, 14.4): `bytes 0-99/1234`, or `*` for a size that is not known.
    ///
    /// `nil` if it is none: of other units, without ends (`bytes 0--1/0`, `bytes */1234`), or with ends outside of the object.
    init?(_ text: String) {
      let parts = text.utf8.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
      // The names of units do not differ by case.
      guard parts.count == 2, String(Substring(parts[0])).lowercased() == "bytes" else { return nil }
      let values = parts[1].split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
      guard values.count == 2 else { return nil }
      let ends = values[0].split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
      guard ends.count == 2, let first = DecimalDigits.number(ends[0]), let last = DecimalDigits.number(ends[1]),
        first <= last
      else { return nil }
      if values[1].elementsEqual("*".utf8) {
        total = nil
      } else {
        guard let size = DecimalDigits.number(values[1]), last < size else { return nil }
        total = size
      }
      self.first = first
      self.last = last
    }
  }
}
