/// Whether the name of a bucket is in the host or in the path of a URL.
public enum S3Addressing: Sendable, Hashable {
  /// The bucket name is in the host if the endpoint is one of Amazon's and the name can be part of a host name.
  /// Otherwise the name is in the path.
  ///
  /// This means that the name is in the path if the endpoint is a custom one, an IP address or `localhost`, and if the
  /// name has upper-case letters or underscores. Over TLS, this is also so if the name has dots, because Amazon's
  /// certificates are not valid for such host names.
  ///
  /// If the client's configuration includes environment and profile, `addressing_style` in the profile's section `s3`
  /// takes precedence.
  case automatic
  /// The bucket name is in the path: `https://s3.REGION.amazonaws.com/BUCKET/KEY`.
  case pathStyle
  /// The bucket name is in the host: `https://BUCKET.s3.REGION.amazonaws.com/KEY`. If the name cannot be part of a host
  /// name, the call throws.
  case virtualHosted
}
