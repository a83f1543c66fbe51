#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

extension S3 {
  /// A condition for writing an object.
  ///
  /// If the condition does not hold, the call throws ``S3Error/Code/preconditionFailed``. If another conditional write
  /// to the key is in progress, ``ifAbsent`` is retried, and ``ifMatch(_:)`` throws
  /// ``S3Error/Code/conditionalRequestConflict``: read the tag again before you retry. After an attempt whose response
  /// was lost, the condition may fail because of that attempt; see ``S3Error/mayHaveTakenEffect``.
  public enum WriteCondition: Sendable, Hashable {
    /// Only if no object with this key exists: nothing is overwritten.
    case ifAbsent
    /// Only if the object is still the one with this tag.
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
  /// Conditions for reading an object. All that are given must hold, by the rules of RFC 9110, 13.2.2.
  public struct ReadConditions: Sendable, Hashable {
    /// Only if the object has this tag; otherwise the call throws ``S3Error/Code/preconditionFailed``.
    public var ifMatch: ETag?
    /// Only if the object has another tag; otherwise the call throws ``S3Error/Code/notModified``.
    public var ifNoneMatch: ETag?
    /// Only if the object was changed after this time; otherwise the call throws ``S3Error/Code/notModified``.
    public var ifModifiedSince: Date?
    /// Only if the object was not changed after this time; otherwise the call throws
    /// ``S3Error/Code/preconditionFailed``.
    public var ifUnmodifiedSince: Date?

    /// Makes conditions; none by default.
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
