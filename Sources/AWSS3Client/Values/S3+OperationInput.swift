import AWSCore
public import HTTPTypes

extension S3 {
  /// The input of an operation of Amazon S3.
  ///
  /// Printing an input shows the operation, the bucket, the key and the names of ``additionalHeaders``. The values of
  /// header fields are not shown, because they may contain a customer's encryption key.
  public protocol OperationInput: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Additional header fields to send, for features that the input has no member for.
    var additionalHeaders: HTTPFields { get set }
  }
}

extension S3.OperationInput {
  /// A text with the operation, the bucket, the key and the names of ``additionalHeaders``.
  public var description: String {
    let place =
      switch (self as? any S3Operation)?.target {
      case nil, .service: "all buckets"
      case .objectLambda(let route): route.printable(limit: 80)
      case .bucket(let bucket): bucket.printable()
      case .object(let bucket, let key): "\(bucket.printable()), \(key.debugDescription.printable(limit: 1100))"
      }
    let names = additionalHeaders.map { $0.name.rawName }.joined(separator: ", ")
    return "\(Self.self)(\(place)\(names.isEmpty ? "" : ", headers: [\(names.printable(limit: 1000))]"))"
  }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// A mirror that contains only ``description``, so that it shows no values of header fields.
  public var customMirror: Mirror { Mirror(self, children: ["input": description], displayStyle: .struct) }
}
