package import AWSRuntime

extension ErrorClassifier {
  /// For Amazon Elasticsearch and OpenSearch, whose gateway sends only a message. A 500 from the engine itself is
  /// caused by the request and is not a transient failure.
  package static let elastic = ErrorClassifier(
    transientStatuses: [502, 503, 504],
    rejectionSentences: [
      "the security token included in the request is invalid",
      "the security token included in the request is expired",
    ],
    throttlingSentences: ["request throttled due to too many requests"],
    lastingCodes: ["cluster_block_exception"],
    repetitionCodes: ["resource_already_exists_exception"])
}
