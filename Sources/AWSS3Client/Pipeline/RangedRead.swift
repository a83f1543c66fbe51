import AWSCore
import AWSCredentials
import AWSRuntime
import HTTPTypes

/// What a read asked for, to be held against the response before any of its bytes are taken.
///
/// A server, a cache or a proxy may ignore `Range` and send everything (200), or send another part. A correct response
/// is the part that was asked for, cut to the object's size, or the whole object if that is what was asked for (RFC
/// 9110, 14.2 and 15.3.7).
enum RangedRead {
  /// The whole object.
  case whole
  /// One range of bytes.
  case part(S3.ByteRange)
  /// A range that only the caller can check: several ranges, a range in a unit other than bytes, or a part of a multipart
  /// upload.
  case other

  /// Reads what a request asks for by its `Range` header field or by a part number.
  init(_ headers: HTTPFields, query: String) {
    guard !query.split(separator: "&").contains(where: { $0.hasPrefix("partNumber=") }) else {
      self = .other
      return
    }
    guard let text = headers.value(of: .range) else {
      self = .whole
      return
    }
    self = S3.ByteRange(headerValue: text).map { .part($0) } ?? .other
  }

  /// Throws if the response is not what was asked for.
  ///
  /// - Parameters:
  ///   - head: Status and header fields.
  ///   - length: How many bytes the body has, as far as that is known before it is read.
  func check(_ head: HTTPResponse, length: AWSHTTPBody.Length) throws(S3Problem) {
    let status = head.status.code
    switch self {
    case .other: return
    case .whole:
      guard status != 206 else {
        throw Self.refusal("The whole object was asked for, but the response is a part of it (206)")
      }
    case .part(let asked):
      switch status {
      case 206: try Self.check(asked, part: head.headerFields, length: length)
      case 200: try Self.check(asked, size: Self.size(head.headerFields, length))
      default:
        throw Self.refusal("\(asked.words) were asked for, but the response has a status of \(status) instead of 206")
      }
    }
  }

  private static func check(
    _ asked: S3.ByteRange, part fields: HTTPFields, length: AWSHTTPBody.Length
  ) throws(S3Problem) {
    guard let text = fields[.contentRange] else {
      throw refusal("\(asked.words) were asked for, but the response (206) does not say which part it is")
    }
    guard let range = S3.ContentRange(text) else {
      throw refusal(
        "\(asked.words) were asked for, but the response's Content-Range is none: \(text.oneLine(limit: 80))")
    }
    // Without the size only a range that names both its ends can be held against the response.
    let expected: ClosedRange<Int64>? =
      if let total = range.total {
        asked.cut(to: total)
      } else if case .bytes(let first, let last) = asked {
        first...last
      } else {
        nil
      }
    guard let expected, range.first == expected.lowerBound, range.last == expected.upperBound else {
      throw refusal("\(asked.words) were asked for, but the response is another part: \(text.oneLine(limit: 80))")
    }
    guard let size = size(fields, length) else { return }
    guard size - 1 == range.last - range.first else {
      throw refusal(
        "The response says that it is the part \(text.oneLine(limit: 80)), but also that it has \(size) bytes")
    }
  }

  private static func size(_ fields: HTTPFields, _ length: AWSHTTPBody.Length) -> Int64? {
    if let text = fields[.contentLength] { return DecimalDigits.number(text) }
    guard case .known(let size) = length else { return nil }
    return size
  }

  private static func check(_ asked: S3.ByteRange, size: Int64?) throws(S3Problem) {
    if asked == .from(0) { return }
    guard let size else {
      throw refusal(
        "\(asked.words) were asked for, but the response is the whole object (200) of a size that it does not say")
    }
    let isWhole = size == 0 ? asked.beginsAtZero : asked.cut(to: size) == 0...(size - 1)
    guard isWhole else {
      throw refusal("\(asked.words) were asked for, but the response is the whole object (200) of \(size) bytes")
    }
  }

  private static func refusal(_ problem: String) -> S3Problem {
    S3Problem(
      .invalidResponse, code: .invalidResponse,
      message: """
        \(problem.sentence) Nothing of it was read. The server, or a cache or proxy before it, does not do what Range asks for: read \
        the whole object, or go around what stands in between.
        """)
  }
}

extension S3.ByteRange {
  /// Reads the value of a `Range` header field; `nil` if it is not one range of bytes.
  init?(headerValue text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count > 6, String(decoding: bytes[..<6], as: UTF8.self).lowercased() == "bytes=" else { return nil }
    let ends = bytes[6...].split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard ends.count == 2 else { return nil }
    switch (DecimalDigits.number(ends[0]), DecimalDigits.number(ends[1])) {
    case (let first?, let last?) where first <= last: self = .bytes(from: first, through: last)
    case (let first?, nil) where ends[1].isEmpty: self = .from(first)
    case (nil, let count?) where ends[0].isEmpty && count > 0: self = .last(count)
    default: return nil
    }
  }

  /// The bytes that the range names of an object of a size; `nil` if it names none.
  func cut(to size: Int64) -> ClosedRange<Int64>? {
    guard size > 0 else { return nil }
    switch self {
    case .bytes(let first, let last): return first < size ? first...min(last, size - 1) : nil
    case .from(let first): return first < size ? first...(size - 1) : nil
    case .last(let count): return max(0, size - count)...(size - 1)
    }
  }

  /// Whether the range names the first byte of an object that is no longer than it.
  fileprivate var beginsAtZero: Bool {
    switch self {
    case .bytes(let first, _), .from(let first): first == 0
    case .last: true
    }
  }

  /// The range in words for messages.
  fileprivate var words: String {
    switch self {
    case .bytes(let first, let last): "the bytes \(first)-\(last)"
    case .from(let first): "the bytes from \(first)"
    case .last(let count): "the last \(count) bytes"
    }
  }
}
