import AWSCore
import AWSCredentials
import AWSRuntime
import AWSSigV4

/// One walk through the endpoint rules: what they look at, and what they have found so far.
struct S3EndpointEvaluation {
  let client: S3EndpointParameters
  let bucket: String?
  let traits: S3EndpointTraits

  // What conditions have found.
  var partition: Partition?
  var url: Endpoint?
  var arn: S3ARN?
  var arnPartition: Partition?
  var suffix: Substring?
  var regionPrefix: Substring?
  var aliasOutpost: Substring?
  var hardware: Substring?
  var zone: Substring?
  var arnType: String?
  var accessPoint: String?
  var arnOutpost: String?
  var outpostType: String?
  var outpostAccessPoint: String?
  var encodedBucket = ""
  var expressDualStack = ""
  var expressFIPS = ""
  var expressAuth = ""

  init(client: S3EndpointParameters, bucket: String?, traits: S3EndpointTraits) {
    self.client = client
    self.bucket = bucket
    self.traits = traits
  }

  // MARK: - What the operation asks for

  var useExpressControlEndpoint: Bool { traits.contains(.expressControl) }
  var disableAccessPoints: Bool { traits.contains(.noAccessPoints) }
  var useObjectLambdaEndpoint: Bool { traits.contains(.objectLambda) }
  var disableExpressSessions: Bool { client.disableExpressSessionAuth || traits.contains(.noExpressSession) }

  // MARK: - The functions of the rules

  /// Which end of a text is counted from.
  enum End { case start, end }

  /// Some bytes of the bucket's name; `nil` if it is shorter or not ASCII.
  func part(_ range: Range<Int>, from end: End) -> Substring? {
    guard let bucket, bucket.utf8.count >= range.upperBound, bucket.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
    let utf8 = bucket.utf8
    switch end {
    case .start:
      let start = utf8.index(utf8.startIndex, offsetBy: range.lowerBound)
      return bucket[start..<utf8.index(start, offsetBy: range.count)]
    case .end:
      let stop = utf8.index(utf8.endIndex, offsetBy: -range.lowerBound)
      return bucket[utf8.index(stop, offsetBy: -range.count)..<stop]
    }
  }

  /// A piece of the bucket's name; a negative number counts from the last one, which is -1.
  func piece(_ number: Int, by separator: String) -> Substring? {
    guard let bucket else { return nil }
    let pieces = bucket.split(separator: separator, omittingEmptySubsequences: false)
    let index = number < 0 ? pieces.count + number : number
    return pieces.indices.contains(index) ? pieces[index] : nil
  }

  func partition(of region: String?) -> Partition? {
    guard let region else { return nil }
    return region == client.region ? client.partition : Partition(endpointRegion: region)
  }

  func isLabel(_ text: (some StringProtocol)?) -> Bool { text.map { HostLabel($0) != nil } ?? false }

  func areLabels(_ text: String?) -> Bool {
    text.map { $0.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { HostLabel($0) != nil } } ?? false
  }

  /// Whether the bucket's name can be one label of a host.
  var bucketIsLabel: Bool { bucket.map { $0.hostLabels?.count == 1 } ?? false }

  /// Whether the bucket's name can be labels of a host.
  var bucketIsLabels: Bool { bucket.map { $0.hostLabels != nil } ?? false }

  var parsedARN: S3ARN? { bucket.flatMap { S3ARN($0) } }

  var percentEncodedBucket: String { PercentEncoding.encode(bucket ?? "") }

  // MARK: - Results

  /// How requests to a directory bucket are signed.
  var expressScheme: RequestSigning.Scheme {
    let region = text(client.region)
    return expressAuth == "sigv4" ? .sigV4(region: region) : .sigV4S3Express(region: region)
  }

  func endpoint(
    scheme: String, authority: String, path: String, bucket: S3RuleEndpoint.BucketPlace, signing: [RequestSigning]
  ) -> S3EndpointRules.Outcome {
    .endpoint(S3RuleEndpoint(scheme: scheme, authority: authority, path: path, bucket: bucket, signing: signing))
  }

  var domain: String? { partition?.domain(.ordinary) }

  var arnDomain: String? { arnPartition?.domain(.ordinary) }

  /// A value as part of an endpoint.
  func text(_ value: (some StringProtocol)?) -> String { value.map { String($0) } ?? "" }

  /// A value as part of a message.
  func shown(_ value: (some StringProtocol)?) -> String { value.map { String($0).printable(limit: 200) } ?? "" }
}

/// An Amazon resource name, as far as the endpoint rules look at it.
struct S3ARN: Sendable {
  let partition: String
  let service: String
  let region: String
  let account: String
  private let resources: [Substring]

  /// Reads a text such as `arn:aws:s3:eu-west-1:123456789012:accesspoint/name`.
  ///
  /// - Returns: `nil` if a part is missing that every ARN has: the partition, the service or the resource.
  init?(_ text: String) {
    let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
    guard parts.count == 6, parts[0] == "arn", ![parts[1], parts[2], parts[5]].contains("") else { return nil }
    partition = String(parts[1])
    service = String(parts[2])
    region = String(parts[3])
    account = String(parts[4])
    resources = parts[5].split(omittingEmptySubsequences: false) { $0 == ":" || $0 == "/" }
  }

  /// A part of the resource, which colons or slashes separate; `nil` if it has fewer parts.
  func resource(_ number: Int) -> String? { resources.indices.contains(number) ? String(resources[number]) : nil }
}

extension Endpoint {
  /// Whether the host is an IP address.
  var isAddress: Bool {
    host.hasPrefix("[") || IPAddress.v4(host) != nil
  }
}

extension String {
  /// The labels of a bucket name that can be part of a host name, by the rules for general purpose buckets in the S3
  /// User Guide; `nil` if it cannot.
  var hostLabels: [HostLabel]? {
    // In capitals it would be another bucket.
    guard (3...63).contains(utf8.count), !utf8.contains(where: { (0x41...0x5A).contains($0) }) else { return nil }
    var labels: [HostLabel] = []
    for text in split(separator: ".", omittingEmptySubsequences: false) {
      guard let label = HostLabel(text) else { return nil }
      labels.append(label)
    }
    let looksLikeAddress =
      labels.count == 4 && utf8.allSatisfy { $0 == UInt8(ascii: ".") || (0x30...0x39).contains($0) }
    return looksLikeAddress ? nil : labels
  }
}
