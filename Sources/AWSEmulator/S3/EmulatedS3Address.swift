/// The bucket and the key that a request names, by its path or by its host.
struct EmulatedS3Address: Sendable {
  let bucket: String?
  let key: ByteKey?

  /// The longest key, in bytes of UTF-8.
  private static let longestKey = 1024

  init(_ request: EmulatedRequest) throws(EmulatedS3Error) {
    var path = Array(request.path.utf8)[...]
    if path.first == UInt8(ascii: "/") { path = path.dropFirst() }
    let keyBytes: ArraySlice<UInt8>
    if let name = Self.bucket(inHost: request.authority) {
      bucket = name
      keyBytes = path
    } else if let slash = path.firstIndex(of: UInt8(ascii: "/")) {
      bucket = try Self.text(path[..<slash])
      keyBytes = path[(slash + 1)...]
    } else {
      bucket = path.isEmpty ? nil : try Self.text(path)
      keyBytes = []
    }
    key = keyBytes.isEmpty ? nil : try Self.key(keyBytes)
  }

  /// Reads `x-amz-copy-source`: `/bucket/key` or `bucket/key`, percent-encoded.
  init(copySource: String) throws(EmulatedS3Error) {
    var bytes = Array(copySource.utf8)[...]
    if let mark = bytes.firstIndex(of: UInt8(ascii: "?")) {
      guard bytes[mark...].elementsEqual("?versionId=null".utf8) else {
        throw .notImplemented("versions in x-amz-copy-source")
      }
      bytes = bytes[..<mark]
    }
    if bytes.first == UInt8(ascii: "/") { bytes = bytes.dropFirst() }
    guard let slash = bytes.firstIndex(of: UInt8(ascii: "/")), slash + 1 < bytes.endIndex else {
      throw .invalidArgument(
        "Copy Source must mention the source bucket and key: sourcebucket/sourcekey",
        name: "x-amz-copy-source", value: copySource)
    }
    bucket = try Self.text(bytes[..<slash])
    key = try Self.key(bytes[(slash + 1)...])
  }

  private static func text(_ bytes: ArraySlice<UInt8>) throws(EmulatedS3Error) -> String {
    guard let text = String(validating: PercentCoding.decode(bytes), as: UTF8.self) else { throw invalidURI }
    return text
  }

  private static func key(_ bytes: ArraySlice<UInt8>) throws(EmulatedS3Error) -> ByteKey {
    let decoded = PercentCoding.decode(bytes)
    guard String(validating: decoded, as: UTF8.self) != nil else { throw invalidURI }
    guard decoded.count <= longestKey else {
      throw EmulatedS3Error(
        status: 400, code: "KeyTooLongError", message: "Your key is too long",
        details: [("Size", String(decoded.count)), ("MaxSizeAllowed", String(longestKey))])
    }
    return ByteKey(decoded)
  }

  private static let invalidURI = EmulatedS3Error(
    status: 400, code: "InvalidURI", message: "Couldn't parse the specified URI.")

  /// The bucket of `bucket.localhost`, `bucket.s3.amazonaws.com` and their kind.
  static func bucket(inHost authority: String) -> String? {
    let host = authority.split(separator: ":", maxSplits: 1).first.map { $0.lowercased() } ?? ""
    if host == "s3" || host.hasPrefix("s3.") || host.hasPrefix("s3-") { return nil }
    if host.hasSuffix(".localhost") {
      let name = host.dropLast(".localhost".count)
      return String(name.hasSuffix(".s3") ? name.dropLast(3) : name)
    }
    for mark in [".s3.", ".s3-"] {
      if let range = host.firstRange(of: mark) { return String(host[..<range.lowerBound]) }
    }
    return nil
  }
}
