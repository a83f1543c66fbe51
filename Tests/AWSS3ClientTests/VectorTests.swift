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

  var texts: [String: String]? {
    guard case .object(let object) = self else { return nil }
    return object.compactMapValues(\.text)
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

private struct RequestVector: Decodable {
  let id: String
  let operation: String
  let config: String?
  let params: [String: Parameter]
  // What botocore refused to send has no request.
  let method: String?
  let url: String?
  let headers: [String: String]?
}

private struct PresignVector: Decodable {
  let operation: String
  let params: [String: Parameter]
  let expires: Int
  let config: [String: Parameter]
  let url: String
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

  @Test(
    "Requests are those of botocore: method, URL, header fields and, where it adds no checksum, the signature",
    .enabled(if: SharedVectors.has("s3/requests.json"), "\(SharedVectors.absence)"))
  func requests() async throws {
    let file = try S3Fixture.vectors("requests.json", as: Vectors<RequestVector>.self)
    var count = 0
    var signatures = 0
    for vector in file.vectors {
      guard let url = vector.url, let headers = vector.headers else { continue }
      let transport = ScriptedTransport(Array(repeating: .status(200), count: 3))
      let isLocal = vector.config == "path-http-custom"
      let s3 = try S3Fixture.client(
        transport, region: isLocal ? "us-east-1" : "us-west-2", endpoint: isLocal ? "http://127.0.0.1:9000" : nil,
        token: vector.config == "virtual-https-token" ? "IQoJb3JpZ2luX2VjEXAMPLE//////////token+==" : nil)
      guard await s3.send(vector) else { continue }
      let request = try #require(transport.requests.first)
      count += 1
      #expect(request.head.method.rawValue == vector.method, "\(vector.id)")
      let sent = "\(request.head.scheme ?? "")://\(request.head.authority ?? "")\(request.head.path ?? "")"
      #expect(Self.sorted(sent) == Self.sorted(url), "\(vector.id)")
      var fields: [String: String] = [:]
      for (name, value) in headers { fields[name.lowercased()] = value }
      let hasChecksum = fields.keys.contains { $0.hasPrefix("x-amz-checksum") || $0 == "x-amz-sdk-checksum-algorithm" }
      // A bucket of ours is created with a body where botocore's is without, and a body of ours has a type.
      if vector.operation == "CreateBucket" { continue }
      for field in request.head.headerFields {
        let name = field.name.canonicalName
        // It tells who sends the request, and is not signed.
        if name == "user-agent" { continue }
        if hasChecksum, ["authorization", "x-amz-content-sha256", "content-encoding"].contains(name) { continue }
        #expect(field.value == fields[name], "\(vector.id) \(name)")
      }
      if !hasChecksum { signatures += 1 }
    }
    print("s3/requests.json: \(count) requests, \(signatures) with their signature")
    #expect(count >= 30 && signatures >= 15)
  }

  @Test(
    "Presigned URLs are those of botocore",
    .enabled(if: SharedVectors.has("s3/presigned-urls.json"), "\(SharedVectors.absence)"))
  func presigned() async throws {
    let file = try S3Fixture.vectors("presigned-urls.json", as: Vectors<PresignVector>.self)
    var count = 0
    for vector in file.vectors where vector.operation == "get_object" {
      // Beyond these, botocore signs for endpoints that are not this client's default.
      let region = vector.config["region"]?.text
      let isPathStyle = vector.config["style"]?.text == "path"
      let known: Set<String> = ["region", "style", "endpoint"]
      guard isPathStyle || region?.hasPrefix("cn-") == true || region?.hasPrefix("us-gov-") == true,
        known.isSuperset(of: vector.config.keys), Set(vector.params.keys) == ["Bucket", "Key"],
        let bucket = vector.params["Bucket"]?.text, let key = vector.params["Key"]?.text
      else { continue }
      let s3 = try S3Fixture.client(
        ScriptedTransport(), region: region ?? "us-west-2", endpoint: vector.config["endpoint"]?.text,
        addressing: isPathStyle ? .pathStyle : .automatic)
      let presigned = try await s3.presignGet(bucket: bucket, key: key, expiresIn: .seconds(vector.expires))
      #expect(Self.sorted(presigned.url) == Self.sorted(vector.url))
      count += 1
    }
    print("s3/presigned-urls.json: \(count) of \(file.vectors.count)")
    #expect(count >= 8)
  }

  // The order of parameters is free; the signature sorts them.
  private static func sorted(_ url: String) -> [String] {
    let parts = url.split(separator: "?", maxSplits: 1)
    return [String(parts[0])] + (parts.count > 1 ? parts[1].split(separator: "&").map(String.init).sorted() : [])
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

extension S3Client {
  /// Sends a vector's request, if its parameters are among those that inputs have.
  ///
  /// - Returns: Whether it was sent. What comes of it does not matter.
  fileprivate func send(_ vector: RequestVector) async -> Bool {
    let text = vector.params.compactMapValues(\.text)
    let bucket = text["Bucket"] ?? ""
    let key = text["Key"] ?? ""
    func has(_ known: String...) -> Bool { Set(known).isSuperset(of: vector.params.keys) }
    switch vector.operation {
    case "CreateBucket" where has("Bucket"):
      _ = try? await createBucket(.init(bucket: bucket, location: .unspecified))
    case "DeleteBucket" where has("Bucket", "ExpectedBucketOwner"):
      _ = try? await deleteBucket(.init(bucket: bucket, additionalHeaders: owner(text)))
    case "HeadBucket" where has("Bucket", "ExpectedBucketOwner"):
      _ = try? await headBucket(.init(bucket: bucket, additionalHeaders: owner(text)))
    case "ListBuckets" where has("MaxBuckets", "ContinuationToken", "Prefix", "BucketRegion"):
      _ = try? await listBuckets(
        .init(
          prefix: text["Prefix"], bucketRegion: text["BucketRegion"], maxBuckets: number(vector, "MaxBuckets"),
          continuationToken: text["ContinuationToken"]))
    case "GetObject" where has("Bucket", "Key", "VersionId"):
      _ = try? await getObject(.init(bucket: bucket, key: key, versionId: text["VersionId"]))
    case "HeadObject" where has("Bucket", "Key", "VersionId"):
      _ = try? await headObject(.init(bucket: bucket, key: key, versionId: text["VersionId"]))
    case "DeleteObject" where has("Bucket", "Key", "VersionId"):
      _ = try? await deleteObject(.init(bucket: bucket, key: key, versionId: text["VersionId"]))
    case "PutObject" where has("Bucket", "Key", "Body", "Metadata", "StorageClass"):
      _ = try? await putObject(
        .init(
          bucket: bucket, key: key, body: AWSHTTPBody("hello world"), metadata: vector.params["Metadata"]?.texts ?? [:],
          storageClass: text["StorageClass"].map(S3.StorageClass.init(rawValue:))))
    case "CopyObject" where has("Bucket", "Key", "CopySource"):
      guard let source = text["CopySource"], !source.hasPrefix("/"), let slash = source.firstIndex(of: "/") else {
        return false
      }
      let parts = source[source.index(after: slash)...].split(separator: "?versionId=")
      _ = try? await copyObject(
        .init(
          bucket: bucket, key: key,
          source: .init(
            bucket: String(source[..<slash]), key: String(parts[0]),
            versionId: parts.count > 1 ? String(parts[1]) : nil)))
    case "ListObjectsV2" where has("Bucket", "MaxKeys", "Prefix", "Delimiter"):
      _ = try? await listObjectsV2(
        .init(
          bucket: bucket, prefix: text["Prefix"], delimiter: text["Delimiter"], maxKeys: number(vector, "MaxKeys")))
    default: return false
    }
    return true
  }

  private func owner(_ text: [String: String]) -> HTTPFields {
    guard let owner = text["ExpectedBucketOwner"], let name = HTTPField.Name("x-amz-expected-bucket-owner") else {
      return [:]
    }
    return [name: owner]
  }

  private func number(_ vector: RequestVector, _ name: String) -> Int? {
    guard case .number(let number) = vector.params[name] else { return nil }
    return number
  }
}
