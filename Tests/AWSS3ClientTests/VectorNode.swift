import AWSCredentials
import AWSS3Client

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What can be made of the parameters of a vector, which have the names of AWS's model.
protocol VectorShape {
  init(vector: VectorNode) throws
}

/// A value in a vector.
enum VectorNode: Decodable {
  case text(String)
  case number(Int64)
  case flag(Bool)
  case list([VectorNode])
  case object([String: VectorNode])
  /// Whatever is asked for: the parameters of a call whose response is what matters.
  case anything

  struct Mismatch: Error {
    let asked: String
    let found: VectorNode
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let flag = try? container.decode(Bool.self) {
      self = .flag(flag)
    } else if let number = try? container.decode(Int64.self) {
      self = .number(number)
    } else if let text = try? container.decode(String.self) {
      self = .text(text)
    } else if let list = try? container.decode([VectorNode].self) {
      self = .list(list)
    } else if let object = try? container.decode([String: VectorNode].self) {
      self = .object(object)
    } else {
      self = .object([:])
    }
  }

  subscript(name: String) -> VectorNode? {
    guard case .object(let members) = self else { return nil }
    return members[name]
  }

  func required(_ name: String) throws -> VectorNode {
    if case .anything = self { return .anything }
    guard let node = self[name] else { throw Mismatch(asked: name, found: self) }
    return node
  }

  private func mismatch(_ asked: String) -> Mismatch { Mismatch(asked: asked, found: self) }

  var text: String {
    get throws {
      switch self {
      case .text(let text): text
      case .anything: "v"
      default: throw mismatch("text")
      }
    }
  }

  var long: Int64 {
    get throws {
      switch self {
      case .number(let number): number
      case .anything: 1
      default: throw mismatch("number")
      }
    }
  }

  var integer: Int { get throws { Int(try long) } }

  var flag: Bool {
    get throws {
      switch self {
      case .flag(let flag): flag
      case .anything: true
      default: throw mismatch("flag")
      }
    }
  }

  var date: Date {
    get throws {
      if case .anything = self { return Date(timeIntervalSince1970: 0) }
      // The examples give dates as they are written in HTTP or ISO 8601.
      let text = try self["$timestamp"]?.text ?? self.text
      guard let date = try? Date(text, strategy: .iso8601) else { throw mismatch("date") }
      return date
    }
  }

  var etag: S3.ETag { get throws { S3.ETag(exactly: try text) } }

  var range: S3.ByteRange {
    get throws {
      if case .anything = self { return .from(0) }
      let ends = try text.dropFirst("bytes=".count).split(separator: "-").compactMap { Int64($0) }
      guard try text.hasPrefix("bytes="), ends.count == 2 else { throw mismatch("range") }
      return .bytes(from: ends[0], through: ends[1])
    }
  }

  var secret: S3.SecretText { get throws { S3.SecretText(try text) } }

  var customerKey: S3.CustomerKey {
    get throws {
      if let value = try self["$header"]?.text { return S3.CustomerKey(headerValue: value, md5: nil) }
      return S3.CustomerKey(Array(try text.utf8))
    }
  }

  var copySource: S3.CopySource {
    get throws {
      if case .anything = self { return S3.CopySource(bucket: "bucket", key: "key") }
      guard let source = S3.CopySource(text: try text) else { throw mismatch("source") }
      return source
    }
  }

  var body: AWSHTTPBody {
    get throws {
      if case .text(let text) = self { return AWSHTTPBody(text) }
      guard let encoded = try self["$bytes"]?.text, let bytes = Data(base64Encoded: encoded) else {
        throw mismatch("bytes")
      }
      return AWSHTTPBody(Array(bytes))
    }
  }

  var map: [String: String] {
    get throws {
      guard case .object(let members) = self else { throw mismatch("map") }
      return try members.mapValues { try $0.text }
    }
  }

  private var elements: [VectorNode] {
    get throws {
      switch self {
      case .list(let list): list
      case .anything: [.anything]
      default: throw mismatch("list")
      }
    }
  }

  var texts: [String] { get throws { try elements.map { try $0.text } } }

  func choice<Value: S3.OpenEnumeration>() throws -> Value { Value(rawValue: try text) }

  func choices<Value: S3.OpenEnumeration>() throws -> [Value] { try texts.map(Value.init(rawValue:)) }

  func shape<Value: VectorShape>() throws -> Value { try Value(vector: self) }

  func shapes<Value: VectorShape>() throws -> [Value] { try elements.map { try Value(vector: $0) } }
}
