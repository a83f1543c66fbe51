import AWSSigV4

extension S3 {
  /// The region in which a bucket is created.
  public enum BucketLocation: Sendable, Hashable {
    /// The bucket is created in the client's region.
    case clientRegion
    /// The bucket is created in the region with this name.
    case region(String)
    /// The request names no region, and the server decides. This is for servers other than Amazon's that have no regions.
    case unspecified
  }
}

extension S3.BucketLocation {
  /// The region that a request names; `nil` for none.
  func region(client: String) -> String? {
    switch self {
    case .clientRegion: SigningRegion.of(client)
    case .region(let region): SigningRegion.of(region)
    case .unspecified: nil
    }
  }
}
