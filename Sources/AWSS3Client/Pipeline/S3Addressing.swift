/// Whether a bucket's name is part of the host or of the path of its URL.
public enum S3Addressing: Sendable, Hashable {
  /// In the host, for Amazon's own endpoints and names that are valid there; otherwise in the path.
  ///
  /// It is therefore in the path for custom endpoints, IP addresses and `localhost`, for names with upper-case letters
  /// or underscores, and over TLS for names with dots, which no wildcard certificate covers.
  case automatic
  /// In the path: `https://s3.REGION.amazonaws.com/BUCKET/KEY`.
  case pathStyle
  /// In the host: `https://BUCKET.s3.REGION.amazonaws.com/KEY`. A name that is not valid there is refused.
  case virtualHosted
}
