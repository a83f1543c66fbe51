/// The facts of the Amazon S3 API, as `Models/s3.txt` has them: operations, shapes, paginators, waiters.
struct S3Model {
  var operations: [Operation] = []
  var shapes: [String: Shape] = [:]
  /// The names of the shapes in the order of the model.
  var shapeNames: [String] = []
  var paginators: [Paginator] = []
  var waiters: [Waiter] = []

  struct Operation {
    var name: String
    var method: String
    /// The path, such as `/{Bucket}/{Key+}`, and the fixed part of the query behind `?`.
    var uri: String
    var input: String
    /// The shape of the output; `nil` if there is none.
    var output: String?
    var errors: [String] = []
    /// Whether S3 requires a checksum of the body; `nil` if the operation has none.
    var requiresChecksum: Bool?
    /// The member that asks for the checksums of the response.
    var validationMember: String?
    /// The element that the body is, if the body is made of several members.
    var bodyRoot: String?
    /// What the operation asks of the endpoint rules.
    var context: [String] = []
    var isDeprecated = false
  }

  enum Shape {
    case structure([Member], kind: StructureKind)
    case list(element: String, item: String?, isFlattened: Bool)
    case map
    case enumeration([String])
    case text(isSensitive: Bool)
    case integer
    case long
    case boolean
    case timestamp(format: String?)
    case blob
  }

  enum StructureKind: String {
    case structure, union, event, eventstream
    /// An error of the service; the status stands behind it in the model.
    case error
  }

  struct Member {
    enum Place: Equatable {
      case body
      case uri
      case query(String)
      case header(String)
      /// Header fields whose names begin with a text.
      case headers(String)
    }

    var name: String
    var shape: String
    var isRequired = false
    var place = Place.body
    /// The name of the element, if it is not the member's.
    var xml: String?
    var isFlattened = false
    /// Whether the member is the whole body.
    var isPayload = false
    var isStreaming = false
    /// The attribute that the member is, if it is none of the elements.
    var attribute: String?
    var isIdempotencyToken = false
    var isDeprecated = false

    /// The name of the member's element.
    var element: String { xml ?? name }
  }

  struct Paginator {
    var operation: String
    /// The member that says whether there is another page; `nil` if only the tokens do.
    var more: String?
    var inputs: [String]
    var outputs: [String]
  }

  struct Waiter {
    var name: String
    var operation: String
    /// The pause between two requests, in seconds.
    var delay: Int
    var attempts: Int
    /// The statuses that end the waiting.
    var success: [Int]
    /// The statuses after which the waiting goes on.
    var retry: [Int]
  }

  /// The members of a structure; none for another shape.
  func members(_ shape: String) -> [Member] {
    guard case .structure(let members, _) = shapes[shape] else { return [] }
    return members
  }
}

struct Failure: Error, CustomStringConvertible {
  let description: String
}
