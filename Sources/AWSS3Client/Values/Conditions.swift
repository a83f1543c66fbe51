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
  }
}

extension S3.WriteCondition {
  /// The condition that two header fields express; `nil` for none.
  init?(ifMatch: S3.ETag?, ifNoneMatch: S3.ETag?) {
    if let ifMatch {
      self = .ifMatch(ifMatch)
    } else if ifNoneMatch?.isAny == true {
      self = .ifAbsent
    } else {
      return nil
    }
  }

  /// The entity tag that the object must have.
  var ifMatch: S3.ETag? {
    guard case .ifMatch(let etag) = self else { return nil }
    return etag
  }

  /// The entity tag that no object may have.
  var ifNoneMatch: S3.ETag? { self == .ifAbsent ? .any : nil }
}

extension S3 {
  /// A condition for deleting an object. If it is not met, the call throws ``S3Error/Code/preconditionFailed``; if there is
  /// no such object, ``S3Error/Code/noSuchKey``, or it succeeds.
  public enum DeleteCondition: Sendable, Hashable {
    /// Deletes only if the current object has this entity tag; with ``S3/ETag/any``, only if there is an object.
    case ifMatch(ETag)
    /// Deletes only if the object was written at this time, in whole seconds. S3 supports it in directory buckets.
    case ifLastModified(Date)
    /// Deletes only if the object has this size in bytes. S3 supports it in directory buckets.
    case ifSize(Int64)
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
  }
}
