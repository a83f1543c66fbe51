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

/// Every operation, beside what botocore makes of the same parameters: `Fixtures/generate.py` has written that down.
@Suite struct EveryOperationTests {
  private struct Vectors: Decodable {
    let vectors: [RequestVector]
  }

  private static func vectors() throws -> [RequestVector] {
    let folder = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast()
      .joined(separator: "/")
    let data = try #require(
      FileManager.default.contents(atPath: folder + "/Fixtures/operations.json"))
    return try JSONDecoder().decode(Vectors.self, from: data).vectors
  }

  @Test(
    "Every operation sends what botocore sends, with the parameters that it requires and with all of them"
  )
  func requests() async throws {
    let vectors = try Self.vectors()
    var operations: Set<String> = []
    for vector in vectors {
      let request = try await vector.request()
      #expect(try vector.differences(request) == [], "\(vector.id)")
      operations.insert(vector.operation)
    }
    print("botocore, every operation: \(vectors.count) requests of \(operations.count) operations")
    #expect(operations.count == 111 && vectors.count == 222)
  }

  @Test("Every operation is presigned as botocore presigns it")
  func presigned() async throws {
    var same = 0
    var own = 0
    for vector in try Self.vectors() where vector.id.hasSuffix("/min") {
      let input = try #require(try S3Inputs.input(of: vector.operation, vector.parameters))
      let presigned = try await S3Fixture.client(ScriptedTransport()).presign(
        input, expiresIn: .seconds(3600))
      #expect(presigned.method.rawValue == vector.method, "\(vector.id)")
      guard let expected = vector.presigned else {
        // botocore takes the documents of these for parameters of a form.
        #expect(presigned.url.contains("X-Amz-Signature="), "\(vector.id)")
        own += 1
        continue
      }
      #expect(RequestVector.sorted(presigned.url) == RequestVector.sorted(expected), "\(vector.id)")
      same += 1
    }
    print(
      "botocore, every operation: \(same) presigned URLs the same, \(own) that botocore cannot presign"
    )
    #expect(same + own == 111)
  }

  @Test("A URL of an input that is not this client's is refused")
  func foreignInput() async throws {
    struct Own: S3.OperationInput { var additionalHeaders = HTTPFields() }
    let s3 = try S3Fixture.client(ScriptedTransport())
    let error = await S3Error.of { try await s3.presign(Own(), expiresIn: .seconds(60)) }
    #expect(error?.code == .invalidInput && error?.message.contains("Own") == true)
  }
}
