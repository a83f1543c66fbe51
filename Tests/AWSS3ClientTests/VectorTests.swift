import AWSCredentials
import AWSRuntime
import AWSS3Client
import AWSTesting
import HTTPTypes
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A value of a vector's parameters.
private enum Parameter: Decodable, Hashable {
  case text(String)
  case number(Int)
  case object([String: Parameter])
  case other

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let text = try? container.decode(String.self) {
      self = .text(text)
    } else if let number = try? container.decode(Int.self) {
      self = .number(number)
    } else if let object = try? container.decode([String: Parameter].self) {
      self = .object(object)
    } else {
      self = .other
    }
  }

  var text: String? {
    guard case .text(let text) = self else { return nil }
    return text
  }
}

private struct Vectors<Vector: Decodable>: Decodable {
  let vectors: [Vector]
}

private struct CopySourceVector: Decodable {
  let input: Parameter
  let header: String
}

private struct ErrorVector: Decodable {
  let id: String
  let operation: String
  let status: Int
  let headers: [String: String]
  let body: String
  let parsed: [String: [String: Parameter]]
}

@Suite struct VectorTests {
  @Test(
    "The source of a copy is encoded as botocore encodes it",
    .enabled(if: SharedVectors.has("s3/copy-source.json"), "\(SharedVectors.absence)"))
  func copySources() throws {
    let file = try S3Fixture.vectors("copy-source.json", as: Vectors<CopySourceVector>.self)
    var count = 0
    for vector in file.vectors {
      guard let source = S3.CopySource(vector: vector.input) else { continue }
      #expect(try source.headerValue() == vector.header)
      count += 1
    }
    print("s3/copy-source.json: \(count) of \(file.vectors.count)")
    #expect(count == file.vectors.count)
  }

  @Test(
    "Errors are read as botocore reads them, or better",
    .enabled(if: SharedVectors.has("s3/error-parsing.json"), "\(SharedVectors.absence)"))
  func errors() async throws {
    let file = try S3Fixture.vectors("error-parsing.json", as: Vectors<ErrorVector>.self)
    for vector in file.vectors {
      var fields = HTTPFields()
      for (name, value) in vector.headers { fields[try #require(HTTPField.Name(name))] = value }
      let transport = ScriptedTransport(
        Array(repeating: .status(vector.status, headers: fields, body: vector.body), count: 3))
      let s3 = try S3Fixture.client(transport)
      let error = try #require(
        await S3Error.of {
          switch vector.operation {
          case "HeadObject": _ = try await s3.head(bucket: "bucket", key: "k")
          case "HeadBucket": _ = try await s3.headBucket(.init(bucket: "bucket"))
          case "ListObjectsV2": _ = try await s3.listObjectsV2(.init(bucket: "bucket"))
          case "PutObject": _ = try await s3.put([], bucket: "bucket", key: "k")
          default: _ = try await s3.get(bucket: "bucket", key: "k")
          }
        }, "\(vector.id)")
      let expected = try #require(vector.parsed["Error"])
      let metadata = vector.parsed["ResponseMetadata"] ?? [:]
      #expect(error.statusCode == vector.status)
      let code = try #require(expected["Code"]?.text)
      // Where the answer has no code, botocore gives the status's number and we its meaning.
      if Int(code) == nil {
        #expect(error.code.rawValue == code, "\(vector.id)")
        #expect(error.message.hasPrefix(expected["Message"]?.text ?? ""), "\(vector.id)")
      } else {
        #expect(!error.code.rawValue.isEmpty && Int(error.code.rawValue) == nil, "\(vector.id)")
      }
      if let region = expected["Region"]?.text ?? vector.headers["x-amz-bucket-region"] {
        #expect(error.bucketRegion == region && error.message.contains(region), "\(vector.id)")
      }
      if let id = metadata["RequestId"]?.text, !id.isEmpty { #expect(error.requestId == id, "\(vector.id)") }
      if let id = metadata["HostId"]?.text, !id.isEmpty { #expect(error.hostId == id, "\(vector.id)") }
    }
    print("s3/error-parsing.json: \(file.vectors.count)")
  }
}

extension S3.CopySource {
  fileprivate init?(vector: Parameter) {
    switch vector {
    case .object(let object):
      guard let bucket = object["Bucket"]?.text, let key = object["Key"]?.text else { return nil }
      self.init(bucket: bucket, key: key, versionId: object["VersionId"]?.text)
    case .text(let text): self.init(text: text)
    default: return nil
    }
  }
}
