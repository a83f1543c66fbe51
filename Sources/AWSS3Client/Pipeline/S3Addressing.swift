/// Whether the name of a bucket is in the host or in the path of a URL.
public enum S3Addressing: Sendable, Hashable {
  /// In the host, if the endpoint is one of Amazon's and the name can be part of a host name; otherwise in the path.
  ///
  /// So the name is in the path for custom endpoints, IP addresses and `localhost`, for names with upper-case letters
  /// or underscores, and over TLS for names with dots, which Amazon's wildcard certificates do not cover.
  case automatic
  /// In the path: `https://s3.REGION.amazonaws.com/BUCKET/KEY`.
  case pathStyle
  /// In the host: `https://BUCKET.s3.REGION.amazonaws.com/KEY`. A bucket whose name cannot be part of a host name is an
  /// error.
  case virtualHosted
}
