extension S3.CompleteMultipartUploadInput {
  /// The condition under which the object is written; `nil` to write it in any case. It is what ``ifMatch`` and
  /// ``ifNoneMatch`` say together.
  ///
  /// If another conditional write to the key is in progress, S3 ends the upload, and the call throws
  /// ``S3Error/Code/conditionalRequestConflict``: begin a new upload, unless the key exists by then.
  public var condition: S3.WriteCondition? {
    get { S3.WriteCondition(ifMatch: ifMatch, ifNoneMatch: ifNoneMatch) }
    set {
      ifMatch = newValue?.ifMatch
      ifNoneMatch = newValue?.ifNoneMatch
    }
  }
}
