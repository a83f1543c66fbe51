/// The resource that an operation acts on.
package enum S3Target: Sendable {
  /// The service as a whole, for listing buckets.
  case service
  /// A bucket.
  case bucket(String)
  /// An object in a bucket.
  case object(bucket: String, key: String)
  /// The route of S3 Object Lambda by which a response goes back.
  case objectLambda(route: String)

  var bucket: String? {
    switch self {
    case .service, .objectLambda: nil
    case .bucket(let bucket), .object(let bucket, _): bucket
    }
  }

  var key: String? {
    guard case .object(_, let key) = self else { return nil }
    return key
  }
}
