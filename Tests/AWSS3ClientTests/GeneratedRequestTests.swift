import AWSRuntime
import AWSS3Client
import AWSTesting
import Testing

private struct Vectors: Decodable {
  let vectors: [RequestVector]
}

/// What the generated operations send, compared with what botocore sends for the same parameters.
@Suite struct GeneratedRequestTests {
  @Test(
    "Requests of the generated operations are those of botocore: method, URL, header fields, signature and body",
    .enabled(if: SharedVectors.has("s3/requests.json"), "\(SharedVectors.absence)"))
  func requests() async throws {
    let file = try S3Fixture.vectors("requests.json", as: Vectors.self)
    var same: Set<String> = []
    var operations: Set<String> = []
    var impossible = 0
    for vector in file.vectors {
      guard let url = vector.url else { continue }
      // A host below an address, which does not exist; here it is an error.
      if vector.operation == "WriteGetObjectResponse", url.contains("127.0.0.1") {
        impossible += 1
        continue
      }
      let request: ScriptedTransport.RecordedRequest
      do {
        request = try await vector.request()
      } catch {
        Issue.record("\(vector.id): \(error)")
        continue
      }
      let differences = try vector.differences(request)
      #expect(differences == [], "\(vector.id)")
      operations.insert(vector.operation)
      if differences.isEmpty { same.insert(vector.id) }
    }
    let refused = file.vectors.count { $0.url == nil }
    print(
      """
      s3/requests.json, generated operations: \(same.count) of \(file.vectors.count) requests the same, \(refused) that \
      botocore refused, \(impossible) to impossible hosts, \(operations.count) operations
      """)
  }
}
