#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

extension S3 {
  /// A condition for writing an object.
  ///
  /// If the condition is not met, the call throws ``S3Error/Code/preconditionFailed``. If another conditional write to
  /// the key is in progress, a write with ``ifAbsent`` is retried; a write with ``ifMatch(_:)`` throws
  /// ``S3Error/Code/conditionalRequestConflict``: read the current tag before you try again. If a response was lost and
  /// the request was sent again, the condition may fail because the first attempt wrote the object; see
  /// ``S3Error/mayHaveTakenEffect``.
  public enum WriteCondition: Sendable, Hashable {
    /// Writes only if no object with this key exists, so nothing is overwritten.
    case ifAbsent
    /// Writes only if the current object has this entity tag.
    case ifMatch(ETag)

    func encode(into request: inout S3RequestContent) throws(S3Problem) {
      switch self {
      case .ifAbsent: try request.set("if-none-match", "*")
      case .ifMatch(let etag): try request.set("if-match", etag.description)
      }
    }
  }
}

extension S3 {
  /// Conditions for reading an object. If there are several, S3 combines them by the rules of RFC 9110, 13.2.2. A
  /// condition that is `nil` is not checked.
  public struct ReadConditions: Sendable, Hashable {
    /// Reads only if the object has this entity tag; otherwise the call throws ``S3Error/Code/preconditionFailed``.
    public var ifMatch: ETag?
    /// Reads only if the object has a different entity tag; otherwise the call throws ``S3Error/Code/notModified``.
    public var ifNoneMatch: ETag?
    /// Reads only if the object was changed after this time; otherwise the call throws ``S3Error/Code/notModified``.
    public var ifModifiedSince: Date?
    /// Reads only if the object was not changed after this time; otherwise the call throws
    /// ``S3Error/Code/preconditionFailed``.
    public var ifUnmodifiedSince: Date?

    /// Makes conditions. By default there are none.
    public init(
      ifMatch: ETag? = nil, ifNoneMatch: ETag? = nil, ifModifiedSince: Date? = nil, ifUnmodifiedSince: Date? = nil
    ) {
      self.ifMatch = ifMatch
      self.ifNoneMatch = ifNoneMatch
      self.ifModifiedSince = ifModifiedSince
      self.ifUnmodifiedSince = ifUnmodifiedSince
    }

    func encode(into request: inout S3RequestContent, prefix: String = "") throws(S3Problem) {
      try request.set(prefix + "if-match", ifMatch?.description)
      try request.set(prefix + "if-none-match", ifNoneMatch?.description)
      try request.set(prefix + "if-modified-since", ifModifiedSince)
      try request.set(prefix + "if-unmodified-since", ifUnmodifiedSince)
    }
  }
}
