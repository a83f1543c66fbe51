/// One page of a bucket's keys (`ListObjectsV2`).
struct EmulatedS3Listing: Sendable {
  /// What a page is asked for with.
  struct Query: Sendable {
    var prefix: [UInt8] = []
    var delimiter: [UInt8] = []
    var maxKeys = 1000
    /// Only what comes after this key.
    var startAfter: [UInt8] = []
    /// Where the page before ended. It wins over `startAfter`.
    var position: Position?
  }

  /// The last key or common prefix of a page, as a continuation token carries it.
  enum Position: Sendable {
    case key([UInt8])
    case commonPrefix([UInt8])

    var token: String {
      switch self {
      case .key(let bytes): "1" + Hex.encode(bytes)
      case .commonPrefix(let bytes): "2" + Hex.encode(bytes)
      }
    }

    init?(token: String) {
      let digits = Array(token.utf8)
      guard digits.count % 2 == 1, digits.count > 1 else { return nil }
      var bytes: [UInt8] = []
      for index in stride(from: 1, to: digits.count, by: 2) {
        guard let high = PercentCoding.hexValue(digits[index]), let low = PercentCoding.hexValue(digits[index + 1])
        else { return nil }
        bytes.append(high << 4 | low)
      }
      switch digits[0] {
      case UInt8(ascii: "1"): self = .key(bytes)
      case UInt8(ascii: "2"): self = .commonPrefix(bytes)
      default: return nil
      }
    }
  }

  private(set) var keys: [ByteKey] = []
  private(set) var commonPrefixes: [ByteKey] = []
  /// Where the next page goes on; `nil` on the last page.
  private(set) var next: Position?

  init(_ bucket: EmulatedS3Bucket, _ query: Query) {
    guard query.maxKeys > 0 else { return }
    var index = Self.start(bucket, query)
    var last: Position?
    while index < bucket.keys.count, bucket.keys[index].hasPrefix(query.prefix) {
      guard keys.count + commonPrefixes.count < query.maxKeys else {
        next = last
        return
      }
      let key = bucket.keys[index]
      if let group = Self.commonPrefix(of: key, query) {
        commonPrefixes.append(ByteKey(group))
        last = .commonPrefix(group)
        index = Self.firstIndex(after: group, in: bucket)
      } else {
        keys.append(key)
        last = .key(key.bytes)
        index += 1
      }
    }
  }

  private static func start(_ bucket: EmulatedS3Bucket, _ query: Query) -> Int {
    let prefix = ByteKey(query.prefix)
    let first = bucket.firstIndex { !($0 < prefix) }
    switch query.position {
    case .key(let bytes): return max(first, bucket.firstIndex { ByteKey(bytes) < $0 })
    case .commonPrefix(let bytes): return max(first, firstIndex(after: bytes, in: bucket))
    case nil:
      return query.startAfter.isEmpty ? first : max(first, bucket.firstIndex { ByteKey(query.startAfter) < $0 })
    }
  }

  /// The first key that sorts after all that begin with a prefix.
  private static func firstIndex(after prefix: [UInt8], in bucket: EmulatedS3Bucket) -> Int {
    bucket.firstIndex { !$0.hasPrefix(prefix) && ByteKey(prefix) < $0 }
  }

  private static func commonPrefix(of key: ByteKey, _ query: Query) -> [UInt8]? {
    guard !query.delimiter.isEmpty, let range = key.bytes.dropFirst(query.prefix.count).firstRange(of: query.delimiter)
    else { return nil }
    return Array(key.bytes[..<range.upperBound])
  }
}
