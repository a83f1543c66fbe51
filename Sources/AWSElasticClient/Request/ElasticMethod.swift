import HTTPTypes

/// The methods that the engine's API uses.
public enum ElasticMethod: String, Sendable, Hashable {
  /// Reads.
  case get = "GET"
  /// Asks whether something is there.
  case head = "HEAD"
  /// Searches, and everything that is not one of the others.
  case post = "POST"
  /// Stores.
  case put = "PUT"
  /// Removes.
  case delete = "DELETE"
  /// Changes; for a few administrative interfaces.
  case patch = "PATCH"

  var http: HTTPRequest.Method {
    switch self {
    case .get: .get
    case .head: .head
    case .post: .post
    case .put: .put
    case .delete: .delete
    case .patch: .patch
    }
  }
}
