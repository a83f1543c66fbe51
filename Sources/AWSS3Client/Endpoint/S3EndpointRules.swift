package import AWSRuntime

/// The endpoint rules of Amazon S3: where a request goes, and how it is signed there.
///
/// They are a decision diagram. Each node asks for one of 75 conditions and leads on to one of two nodes, until there is a
/// result. The nodes, the conditions and the results are generated from the facts that AWS publishes.
package enum S3EndpointRules {
  /// What the rules come to.
  package enum Outcome: Sendable {
    case endpoint(S3RuleEndpoint)
    /// A reason, in a sentence that says what to do.
    case refused(Refusal, String)
  }

  /// What a refusal is about.
  package enum Refusal: Sendable, Hashable {
    case bucket
    case endpoint
    case region
  }

  /// Applies the rules.
  ///
  /// - Parameters:
  ///   - bucket: The name of a bucket, an alias or an ARN; `nil` for an operation that is for no bucket.
  ///   - traits: What the operation asks for.
  ///   - client: The settings of the client.
  /// - Returns: What they come to, and its number in the list of results that AWS publishes, from 0.
  package static func apply(
    to bucket: String?, _ traits: S3EndpointTraits = [], client: S3EndpointParameters
  ) -> (number: Int, outcome: Outcome) {
    var evaluation = S3EndpointEvaluation(client: client, bucket: bucket, traits: traits)
    var node = root
    while node >= 0 {
      let index = node * 3
      node = Int(nodes[evaluation.holds(nodes[index]) ? index + 1 : index + 2])
    }
    return (-1 - node, evaluation.result(-1 - node))
  }
}

/// An endpoint that the rules come to.
package struct S3RuleEndpoint: Sendable {
  /// Where the bucket's name is.
  package enum BucketPlace: Sendable, Hashable {
    case host
    case path
    /// The request is for no bucket, or for an access point, whose host has a name of its own.
    case nowhere
  }

  /// `https` or `http`.
  package var scheme: String
  /// The host, with a port unless that is the scheme's default.
  package var authority: String
  /// The path that the path of an object or a subresource follows, without a slash at its end.
  package var path: String
  package var bucket: BucketPlace
  /// The ways in which a request may be signed, the best first.
  package var signing: [RequestSigning]

  /// The endpoint as a URL.
  package var url: String { scheme + "://" + authority + path }
}
