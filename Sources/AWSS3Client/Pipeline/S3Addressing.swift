/// Whether a bucket's name stands in the host or in the path of its address.
public enum S3Addressing: Sendable, Hashable {
  /// In the host for Amazon's own endpoints and names that can stand there, otherwise in the path.
  ///
  /// In the path, therefore, for custom endpoints, addresses and `localhost`, for names with upper-case letters or
  /// underscores, and over TLS for names with dots, which no wildcard certificate covers.
  case automatic
  /// In the path: `https://s3.REGION.amazonaws.com/BUCKET/KEY`.
  case pathStyle
  /// In the host: `https://BUCKET.s3.REGION.amazonaws.com/KEY`. A name that cannot stand there is refused.
  case virtualHosted
}
