import AWSRuntime
import AWSTesting
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite struct BodyChecksumTests {
  private struct Document: Decodable {
    var single: [Single]
    var multipart: [Multipart]
  }

  /// The checksums of an input, by the names of the algorithms.
  private struct Single: Decodable {
    var input: Input
    var checksums: [String: String]

    private enum Key: String, CodingKey { case input }

    init(from decoder: any Decoder) throws {
      input = try decoder.container(keyedBy: Key.self).decode(Input.self, forKey: .input)
      let all = try decoder.singleValueContainer().decode([String: Either].self)
      checksums = all.compactMapValues(\.text)
    }
  }

  private struct Multipart: Decodable {
    var data: Input
    var partSizes: [Int]
    var texts: [String: String]
    var lists: [String: [String]]

    private enum Key: String, CodingKey { case data, partSizes }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Key.self)
      data = try container.decode(Input.self, forKey: .data)
      partSizes = try container.decode([Int].self, forKey: .partSizes)
      let all = try decoder.singleValueContainer().decode([String: Either].self)
      texts = all.compactMapValues(\.text)
      lists = all.compactMapValues(\.list)
    }
  }

  /// A text, a list of texts, or something else.
  private struct Either: Decodable {
    var text: String?
    var list: [String]?

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      text = try? container.decode(String.self)
      list = try? container.decode([String].self)
    }
  }

  private struct Input: Decodable {
    var kind: String
    var value: String?
    var byte: UInt8?
    var length: Int?

    func bytes() throws -> [UInt8] {
      switch kind {
      case "utf8": return Array(try #require(value).utf8)
      case "repeat": return Array(repeating: try #require(byte), count: try #require(length))
      default:
        try #require(kind == "mod251")
        return (0..<(try #require(length))).map { UInt8($0 % 251) }
      }
    }
  }

  private static let algorithms: [String: BodyChecksum] = [
    "CRC32": .crc32, "CRC32C": .crc32c, "CRC64NVME": .crc64NVME, "SHA1": .sha1, "SHA256": .sha256, "SHA512": .sha512,
    "MD5": .md5,
  ]

  @Test("The published checksums", .enabled(if: SharedVectors.has("s3/checksums.json"), "\(SharedVectors.absence)"))
  func vectors() throws {
    let data = try #require(SharedVectors.data("s3/checksums.json"))
    let document = try JSONDecoder().decode(Document.self, from: Data(data))
    var count = 0
    for single in document.single {
      let bytes = try single.input.bytes()
      for (name, algorithm) in Self.algorithms {
        let expected = try #require(single.checksums[name])
        let sum = algorithm.checksum(of: bytes)
        #expect(Data(sum).base64EncodedString() == expected, "\(name) of \(single.input)")
        #expect(sum.count == algorithm.length)
        count += 1
      }
    }
    #expect(count >= 7 * 71)
    for upload in document.multipart {
      let bytes = try upload.data.bytes()
      var parts: [[UInt8]] = []
      for size in upload.partSizes { parts.append(Array(bytes.dropFirst(parts.joined().count).prefix(size))) }
      for (name, algorithm) in Self.algorithms {
        let sums = parts.map { algorithm.checksum(of: $0) }
        if let composite = upload.texts["composite_\(name)"] { #expect(algorithm.composite(sums) == composite) }
        let whole = algorithm.wholeObject(zip(sums, parts).map { ($0, UInt64($1.count)) })
        #expect(whole == (name.hasPrefix("CRC") ? algorithm.checksum(of: bytes) : nil))
        guard name.hasPrefix("CRC") else { continue }
        #expect(upload.lists["parts_\(name)"] == sums.map { Data($0).base64EncodedString() })
        #expect(upload.texts["fullObject_\(name)"] == whole.map { Data($0).base64EncodedString() })
      }
    }
  }

  @Test("Checksums of parts are combined only where the algorithm allows it")
  func parts() {
    let (first, second) = (Array("Ever".utf8), Array("green".utf8))
    for (name, algorithm) in Self.algorithms {
      let sums = [first, [], second].map { (algorithm.checksum(of: $0), UInt64($0.count)) }
      let whole = algorithm.wholeObject(sums)
      #expect(whole == (name.hasPrefix("CRC") ? algorithm.checksum(of: first + second) : nil), "\(name)")
      #expect(algorithm.composite(sums.map(\.0)).hasSuffix("=-3"), "\(name)")
    }
    #expect(BodyChecksum.crc32.wholeObject([]) == [0, 0, 0, 0])
  }
}
