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

@Suite struct PresignVectorTests {
  private struct Vector: Decodable {
    let operation: String
    let params: VectorNode
    let expires: Int
    let config: [String: VectorNode]
    let url: String

    /// The model's name: `get_object` is `GetObject`.
    var modelName: String {
      operation.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }

    /// The region that the URL is signed for.
    var region: String? {
      url.split(separator: "X-Amz-Credential=").dropFirst().first?.split(separator: "%2F")
        .dropFirst(2).first.map(String.init)
    }

    /// The endpoint to which botocore presigns where nothing else is said, in place of the region's own.
    var endpoint: String? {
      get throws {
        if let endpoint = try config["endpoint"]?.text { return endpoint }
        // botocore presigns with FIPS for the endpoint of the first region, whatever the client's region is.
        if config["use_fips_endpoint"] != nil { return "https://s3-fips.us-east-1.amazonaws.com" }
        let isARN = try params.required("Bucket").text.hasPrefix("arn:")
        let isOrdinary = Set(config.keys).isSubset(of: ["region", "token"])
        return isOrdinary && !isARN && url.contains(".s3.amazonaws.com/")
          ? "https://s3.amazonaws.com" : nil
      }
    }
  }

  private struct Vectors: Decodable {
    let vectors: [Vector]
  }

  @Test(
    "Presigned URLs of all operations are those of botocore",
    .enabled(if: SharedVectors.has("s3/presigned-urls.json"), "\(SharedVectors.absence)"))
  func urls() async throws {
    let file = try S3Fixture.vectors("presigned-urls.json", as: Vectors.self)
    for vector in file.vectors {
      var options = S3EndpointOptions()
      if vector.config["s3"]?["use_accelerate_endpoint"] != nil {
        options.useAccelerateEndpoint = true
      }
      if vector.config["use_dualstack_endpoint"] != nil { options.useDualStackEndpoint = true }
      let token = vector.config["token"] == nil ? nil : "IQoJb3JpZ2luX2VjEXAMPLE//////////token+=="
      let isPathStyle = try vector.config["style"]?.text == "path"
      let s3 = S3Client(
        configuration: S3Fixture.configuration(
          ScriptedTransport(), region: try #require(vector.region), token: token),
        endpoint: try vector.endpoint.map { try Endpoint($0) },
        addressing: isPathStyle ? .pathStyle : .automatic, endpointOptions: options)
      let input = try #require(try S3Inputs.input(of: vector.modelName, vector.params))
      let presigned = try await s3.presign(input, expiresIn: .seconds(vector.expires))
      #expect(
        RequestVector.sorted(presigned.url) == RequestVector.sorted(vector.url),
        "\(vector.operation)")
    }
    print("s3/presigned-urls.json: \(file.vectors.count) of \(file.vectors.count)")
    #expect(file.vectors.count >= 42)
  }
}
