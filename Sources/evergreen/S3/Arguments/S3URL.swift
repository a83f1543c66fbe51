import AWSCore
import ArgumentParser

/// A bucket, and a key or prefix in it, as `s3://bucket/key`.
struct S3URL: Sendable, Hashable {
  static let scheme = "s3://"

  /// The name of the bucket, or the ARN of an access point.
  let bucket: String
  /// The key or prefix as it stands; empty if there is none.
  let key: String

  init(bucket: String, key: String) {
    self.bucket = bucket
    self.key = key
  }

  /// Reads a text; `nil` if it does not begin with `s3://`.
  ///
  /// - Throws: `ValidationError` if it names no bucket.
  init?(_ text: String) throws(ValidationError) {
    guard text.utf8.starts(with: Self.scheme.utf8) else { return nil }
    let rest = text.utf8.dropFirst(Self.scheme.utf8.count)
    let name = rest[..<Self.end(ofBucketIn: rest)]
    guard !name.isEmpty else {
      throw ValidationError("'\(text.printable(limit: 200))' names no bucket: write s3://bucket/key.")
    }
    bucket = String(Substring(name))
    key = String(Substring(rest.dropFirst(name.count + 1)))
  }

  /// Where the bucket ends and the key begins. The ARN of an access point holds slashes itself: its last part is the name behind
  /// `accesspoint/`.
  private static func end(ofBucketIn rest: Substring.UTF8View) -> String.Index {
    var start = rest.startIndex
    if rest.starts(with: "arn:".utf8),
      let mark = ["accesspoint/", "accesspoint:"].compactMap({ Array(rest).firstRange(of: Array($0.utf8)) }).first
    {
      start = rest.index(rest.startIndex, offsetBy: mark.upperBound)
    }
    return rest[start...].firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
  }

  /// The last part of the key; empty if the key ends with a slash.
  var lastPart: String {
    let bytes = key.utf8
    guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return key }
    return String(Substring(bytes[bytes.index(after: slash)...]))
  }

  /// The key as that of a folder: with a slash at its end unless it is empty.
  var prefix: String { key.isEmpty || key.utf8.last == UInt8(ascii: "/") ? key : key + "/" }

  /// The URL for a line of output.
  var text: String { (Self.scheme + bucket + "/" + key).asLine }
}

extension String {
  /// The text as a part of a line of output: as it is, unless it holds what would not stay on the line, or what a terminal obeys.
  var asLine: String {
    if utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return self }
    var text = ""
    for scalar in unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate:
        text += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}
