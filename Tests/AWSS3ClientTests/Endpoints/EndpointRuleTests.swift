import AWSCore
import AWSRuntime
import AWSS3Client
import AWSSigV4
import AWSTesting
import HTTPTypes
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The endpoint rules of Amazon S3 against the cases that AWS publishes with them.
@Suite struct EndpointRuleTests {
  struct File: Decodable {
    struct Case: Decodable {
      struct Expectation: Decodable {
        struct Endpoint: Decodable {
          struct Properties: Decodable {
            let authSchemes: [Scheme]?
            let backend: String?
          }
          struct Scheme: Decodable, Equatable {
            let name: String
            let signingName: String
            let signingRegion: String?
            let signingRegionSet: [String]?
            let disableDoubleEncoding: Bool
          }
          let url: String
          let properties: Properties?
        }
        let endpoint: Endpoint?
        let error: String?
      }
      struct Parameters: Decodable {
        let Region, Bucket, Endpoint: String?
        let UseFIPS, UseDualStack, Accelerate, ForcePathStyle, UseGlobalEndpoint, UseArnRegion: Bool?
        let DisableMultiRegionAccessPoints, DisableS3ExpressSessionAuth, DisableAccessPoints: Bool?
        let UseObjectLambdaEndpoint, UseS3ExpressControlEndpoint: Bool?
      }
      let documentation: String?
      let expect: Expectation
      let params: Parameters

      var name: String { "\(documentation ?? ""): \(params)" }
    }
    let testCases: [Case]
  }

  /// The texts of AWS's rules, by which the expectations name a refusal. They are not ours, so the numbers are compared.
  private struct Texts: Decodable {
    struct Result: Decodable { let error: String? }
    let results: [Result]
  }

  private static var texts: [String?] {
    get throws {
      let path = SharedVectors.folder + "/../models/s3/s3-endpoint-bdd.json"
      let data = try #require(FileManager.default.contents(atPath: path))
      return try JSONDecoder().decode(Texts.self, from: data).results.map(\.error)
    }
  }

  @Test(
    "The published cases",
    .enabled(if: SharedVectors.has("s3/endpoint-tests.json"), "\(SharedVectors.absence)"),
    .enabled(if: SharedVectors.has("../models/s3/s3-endpoint-bdd.json"), "\(SharedVectors.absence)"))
  func publishedCases() throws {
    let file: File = try S3Fixture.vectors("endpoint-tests.json")
    let texts = try Self.texts
    var endpoints = 0
    var refusals = 0
    for published in file.testCases {
      let (number, outcome) = S3EndpointRules.apply(
        to: published.params.Bucket, published.params.traits, client: published.params.client)
      switch (outcome, published.expect.endpoint, published.expect.error) {
      case (.endpoint(let endpoint), let expected?, _):
        endpoints += 1
        #expect(try Endpoint(endpoint.url) == Endpoint(expected.url), "\(published.name)")
        let schemes = endpoint.signing.map(\.published)
        #expect(schemes == expected.properties?.authSchemes, "\(published.name)")
        let isExpress = endpoint.signing.first?.service == "s3express"
        #expect(isExpress == (expected.properties?.backend == "S3Express"), "\(published.name)")
      case (.refused(_, let message), _, let expected?):
        refusals += 1
        let text = try #require(texts[number])
        #expect(Self.matches(expected, text), "\(published.name): \(expected) is not \(text)")
        // The values that AWS's text names are in ours.
        for value in expected.split(separator: "`").enumerated().filter({ !$0.offset.isMultiple(of: 2) }).map(\.element)
        where !["false", "-", "accesspoint", "o", "e"].contains(value) && !value.contains("<") {
          #expect(message.contains(value), "\(published.name): \(message)")
        }
        #expect(message.hasSuffix(".") && message.contains(": "), "\(message)")
      default: Issue.record("\(published.name): \(outcome)")
      }
    }
    #expect(endpoints > 100 && refusals > 50 && endpoints + refusals == file.testCases.count)
    print("published endpoint cases: \(endpoints) endpoints and \(refusals) refusals of \(file.testCases.count)")
  }

  /// Whether a text is of the form of a template with values in braces.
  private static func matches(_ text: String, _ template: String) -> Bool {
    var rest = text[...]
    for (number, piece) in template.split(separator: "{", omittingEmptySubsequences: false).enumerated() {
      let fixed = number == 0 ? piece : piece.split(separator: "}", omittingEmptySubsequences: false).last ?? ""
      guard let found = fixed.isEmpty ? rest.startIndex..<rest.startIndex : rest.firstRange(of: fixed) else {
        return false
      }
      guard number > 0 || found.lowerBound == rest.startIndex else { return false }
      rest = rest[found.upperBound...]
    }
    return template.hasSuffix("}") || rest.isEmpty
  }

  @Test(
    "The published cases of what a client has a setting for, through a client",
    .enabled(if: SharedVectors.has("s3/endpoint-tests.json"), "\(SharedVectors.absence)"))
  func publishedCasesThroughAClient() async throws {
    let file: File = try S3Fixture.vectors("endpoint-tests.json")
    var tried = 0
    for published in file.testCases {
      let given = published.params
      let bucket = given.Bucket ?? ""
      // What operations ask for, a region with a dot, and names that no bucket has and that are not sent.
      guard let region = given.Region, !region.contains("."), given.traits.isEmpty,
        bucket.hasPrefix("arn:") || !bucket.contains(where: { $0 == "/" || $0 == "#" }), given.Bucket != ""
      else { continue }
      // A client without path style puts the name before any host, and refuses what cannot stand there.
      let isPath = published.expect.endpoint.map { $0.url.split(separator: "/").count > 2 && !bucket.isEmpty } ?? false
      if given.Endpoint != nil, given.ForcePathStyle != true, isPath { continue }
      tried += 1
      let transport = S3Fixture.sessions
      var url: String?
      let error = await S3Error.of {
        let s3 = try given.s3Client(transport, region: region)
        if bucket.isEmpty {
          _ = try await s3.listBuckets()
        } else {
          url = try await s3.presignGet(bucket: bucket, key: "k", expiresIn: .seconds(60)).url
        }
      }
      if bucket.isEmpty, let head = transport.requests.first?.head {
        url = "\(head.scheme ?? "")://\(head.authority ?? "")\(head.path ?? "")"
      }
      if let expected = published.expect.endpoint?.url {
        let start = expected + (bucket.isEmpty ? "/" : "/k?")
        #expect(url?.hasPrefix(start) == true, "\(published.name): \(url ?? "\(error as Any)") is not \(expected)")
      } else {
        #expect(error?.kind == .invalidRequest && transport.requests.isEmpty, "\(published.name): \(url ?? "")")
      }
    }
    #expect(tried > 100)
    print("published endpoint cases through a client: \(tried) of \(file.testCases.count)")
  }

  /// Buckets of ordinary names are not looked up one by one, so their addresses are compared with those of the rules.
  @Test func ordinaryNamesGoWhereTheRulesSay() async throws {
    let names = [
      "abc", "a1b", "photos", "my-bucket", "x-s3", "arn-aws-s3", String(repeating: "b", count: 63), "123",
      "a-b-c-d-e-f",
      "x-x-s3", "bucket-op-s3", String(repeating: "z-", count: 31) + "z", "s3alias-a", "beta-x-y-z-aaaaaaa",
      "0123456789",
    ]
    for bits in 0..<32 {
      func has(_ bit: Int) -> Bool { bits & (1 << bit) != 0 }
      for (region, endpoint) in [
        ("us-east-1", nil), ("eu-west-1", nil), ("cn-north-1", nil), ("us-west-2", "http://s3.example.com:90/base"),
        ("us-west-2", "https://10.0.0.1"),
      ] {
        let options = S3EndpointOptions(
          useAccelerateEndpoint: has(0), useDualStackEndpoint: has(1), useFIPSEndpoint: has(2),
          useGlobalEndpoint: has(3))
        var rules = S3EndpointParameters(region: region, endpoint: try endpoint.map { .url(try Endpoint($0)) })
        rules.accelerate = has(0)
        rules.useDualStack = has(1)
        rules.useFIPS = has(2)
        rules.useGlobalEndpoint = has(3)
        rules.forcePathStyle = has(4) || endpoint != nil
        let s3 = S3Client(
          configuration: S3Fixture.configuration(S3Fixture.nothing, region: region),
          endpoint: try endpoint.map { try Endpoint($0) }, addressing: has(4) ? .pathStyle : .automatic,
          endpointOptions: options)
        for name in names {
          let url = try? await s3.presignGet(bucket: name, key: "k", expiresIn: .seconds(60)).url
          switch S3EndpointRules.apply(to: name, client: rules).outcome {
          case .endpoint(let expected):
            #expect(url?.hasPrefix(expected.url + "/k?") == true, "\(url ?? "") is not \(expected.url)")
          case .refused: #expect(url == nil, "\(name) \(bits) \(region)")
          }
        }
      }
    }
  }
}

extension EndpointRuleTests.File.Case.Parameters {
  fileprivate var traits: S3EndpointTraits {
    var traits: S3EndpointTraits = []
    if UseS3ExpressControlEndpoint == true { traits.insert(.expressControl) }
    if DisableAccessPoints == true { traits.insert(.noAccessPoints) }
    if UseObjectLambdaEndpoint == true { traits.insert(.objectLambda) }
    return traits
  }

  fileprivate var client: S3EndpointParameters {
    var client = S3EndpointParameters(
      region: Region, endpoint: Endpoint.map { (try? AWSRuntime.Endpoint($0)).map { .url($0) } ?? .invalid })
    client.useFIPS = UseFIPS ?? false
    client.useDualStack = UseDualStack ?? false
    client.accelerate = Accelerate ?? false
    client.forcePathStyle = ForcePathStyle ?? false
    client.useGlobalEndpoint = UseGlobalEndpoint ?? false
    client.useARNRegion = UseArnRegion ?? true
    client.disableMultiRegionAccessPoints = DisableMultiRegionAccessPoints ?? false
    client.disableExpressSessionAuth = DisableS3ExpressSessionAuth ?? false
    return client
  }

  fileprivate func s3Client(_ transport: ScriptedTransport, region: String) throws -> S3Client {
    let endpoint: AWSRuntime.Endpoint?
    do throws(EndpointError) {
      endpoint = try Endpoint.map { text throws(EndpointError) in try AWSRuntime.Endpoint(text) }
    } catch {
      throw S3Error.invalid(error)
    }
    let addressing: S3Addressing =
      ForcePathStyle == true ? .pathStyle : endpoint == nil ? .automatic : .virtualHosted
    return S3Client(
      configuration: S3Fixture.configuration(transport, region: region), endpoint: endpoint, addressing: addressing,
      endpointOptions: S3EndpointOptions(
        useAccelerateEndpoint: Accelerate, useDualStackEndpoint: UseDualStack, useFIPSEndpoint: UseFIPS,
        useARNRegion: UseArnRegion, disableMultiRegionAccessPoints: DisableMultiRegionAccessPoints,
        disableExpressSessionAuth: DisableS3ExpressSessionAuth, useGlobalEndpoint: UseGlobalEndpoint))
  }
}

extension S3Error {
  fileprivate static func invalid(_ error: EndpointError) -> S3Error {
    S3Error(
      ServiceError(.invalidRequest, code: "Endpoint", message: error.problem, operation: "configuration"),
      target: .service, region: "")
  }
}

extension RequestSigning {
  fileprivate var published: EndpointRuleTests.File.Case.Expectation.Endpoint.Scheme {
    let options = SigV4Options.standard(for: service)
    let isOnce = options.pathEncoding == .once && options.pathNormalization == .preserved
    let (name, region, set): (String, String?, [String]?) =
      switch scheme {
      case .sigV4(let region): ("sigv4", region, nil)
      case .sigV4a(let regions): ("sigv4a", nil, regions)
      case .sigV4S3Express(let region): ("sigv4-s3express", region, nil)
      }
    return .init(
      name: name, signingName: service, signingRegion: region, signingRegionSet: set, disableDoubleEncoding: isOnce)
  }
}
