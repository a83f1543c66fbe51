import AWSCredentials
import AWSSigV4

/// The form of the host names of a service, such as `s3-fips.{region}.{domain}`.
///
/// A name is made from a form and read by the same form, so that both directions agree.
struct EndpointForm: Sendable {
  /// Where a form is in use.
  enum Partitions: Sendable {
    case all
    case only(Set<String>)
    case allBut(Set<String>)

    func contains(_ id: String) -> Bool {
      switch self {
      case .all: true
      case .only(let ids): ids.contains(id)
      case .allBut(let ids): !ids.contains(id)
      }
    }
  }

  private enum Label: Sendable {
    case text(String)
    /// The region. In older host names of S3 a prefix stands before it, as in `s3-eu-west-1`; otherwise the prefix is
    /// empty.
    case region(prefix: String)
  }

  let service: EndpointService
  let variant: EndpointVariant
  let partitions: Partitions
  /// The region that it stands for, if none stands in the name.
  let region: String?
  /// Whether host names of this form are only recognized and never made: an older form.
  let isReadOnly: Bool
  private let labels: [Label]
  private let domain: Partition.Domain

  /// Makes a form; only the generated table calls this.
  init(
    _ service: EndpointService, _ variant: EndpointVariant, _ host: String, in partitions: Partitions = .all,
    region: String? = nil, isReadOnly: Bool = false
  ) {
    self.service = service
    self.variant = variant
    self.partitions = partitions
    self.region = region
    self.isReadOnly = isReadOnly
    var words = host.split(separator: ".")
    domain = Self.domains[words.popLast() ?? ""] ?? .ordinary
    labels = words.map { word in
      word.hasSuffix("{region}") ? .region(prefix: String(word.dropLast("{region}".count))) : .text(String(word))
    }
  }

  private static let domains: [Substring: Partition.Domain] = [
    "{domain}": .ordinary, "{dualStackDomain}": .dualStack, "{resourceDomain}": .resource, "{consoleDomain}": .console,
  ]

  /// The name in a region.
  func host(in region: String, of partition: Partition) -> String {
    let words = labels.map { label in
      switch label {
      case .text(let text): text
      case .region(let prefix): prefix + region
      }
    }
    return (words + [partition.domain(domain)]).joined(separator: ".")
  }

  /// The region that a host of this form is in, and the labels before the form's own; `nil` if the host is of another form.
  func read(_ host: AmazonHost) -> (region: String, before: [String])? {
    guard host.domain == domain, host.labels.count >= labels.count else { return nil }
    let before = host.labels.dropLast(labels.count)
    guard before.isEmpty || service.hasHostsBelow else { return nil }
    var found = region
    for (label, text) in zip(labels, host.labels.suffix(labels.count)) {
      switch label {
      case .text(let expected):
        guard text == expected else { return nil }
      case .region(let prefix):
        guard text.hasPrefix(prefix) else { return nil }
        found = String(text.dropFirst(prefix.count))
      }
    }
    // The name of a partition's global endpoints, such as `aws-global`, never occurs in a host name.
    guard let found, let partition = host.partition(of: SigningRegion.of(found)), partitions.contains(partition.id),
      region == found || SigningRegion.of(found) == found
    else { return nil }
    return (SigningRegion.of(found), Array(before))
  }
}

extension EndpointService {
  /// Whether buckets, domains or collections have hosts below those of the service.
  var hasHostsBelow: Bool {
    switch self {
    case .s3, .esDomain, .aossCollection: true
    case .es, .aoss, .sts, .sso, .oidc, .signin: false
    }
  }
}
