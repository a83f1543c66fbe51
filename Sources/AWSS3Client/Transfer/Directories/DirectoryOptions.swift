extension S3 {
  /// A place with files or objects: a directory of this machine, or the objects of a bucket whose keys begin with a
  /// prefix.
  public enum Location: Sendable, Hashable {
    /// The files below a directory, at the given path.
    case directory(String)
    /// The objects whose keys begin with the prefix. The prefix is that of a directory: unless it is empty, a slash is
    /// added to it if it does not end with one.
    case objects(bucket: String, prefix: String = "")
  }

  /// When a file or object is copied although the target has one of the same name.
  public enum SyncComparison: Sendable, Hashable {
    /// Always.
    case always
    /// Never: only what the target lacks is copied.
    case existence
    /// If the sizes differ.
    case size
    /// If the sizes differ, or the source was changed after the target was written. A downloaded file gets the time of
    /// its object.
    case sizeAndTime
    /// If the sizes or the contents differ. The contents are compared by checksums: those that S3 has of the whole
    /// object, else the entity tag if it is the MD5 hash of the content. This needs a request for each object, and
    /// reads each file. If S3 has no checksum that can be compared, the contents count as different.
    case checksum
    /// As `aws s3 sync` decides: if the sizes differ; or if the source of an upload or of a copy within S3 was changed
    /// after the target was written; or if the file that a download would replace was changed after its object was
    /// written. An object of the same size that is newer than the file is not downloaded.
    case commandLine
    /// As `aws s3 sync --exact-timestamps` decides: as ``commandLine``, but an object is downloaded also if it is newer
    /// than the file.
    case commandLineExactTimestamps
  }

  /// How a call goes on when the transfer of one item fails.
  public enum FailureHandling: Sendable, Hashable {
    /// The call ends with the first error, when the transfers in progress have been cancelled.
    case stop
    /// The other items are transferred, and the report has the errors.
    case collect
  }

  /// What to do with a symbolic link in a directory whose files are uploaded.
  public enum SymbolicLinks: Sendable, Hashable {
    /// It is left out.
    case skipped
    /// What it leads to is uploaded. A link to a directory that it is in is an error of that item.
    case followed
  }

  /// What to do with empty objects whose keys end with a slash. Some programs make them to stand for directories.
  public enum FolderMarkers: Sendable, Hashable {
    /// They are objects like all others; when they are downloaded they become directories.
    case transferred
    /// They are left out, in the source and in the target, as `aws s3` does: they are neither copied, nor replaced, nor
    /// deleted as extra.
    case ignored
  }

  /// What to do with objects or files of the target that the source does not have.
  public enum ExtraItems: Sendable, Hashable {
    /// They stay.
    case kept
    /// They are deleted, after everything has been copied. What the filter excludes stays. If something of the source
    /// could not be read, nothing is deleted.
    case deleted
  }

  /// Whether a call does what it is for.
  public enum Execution: Sendable, Hashable {
    /// Everything is done.
    case real
    /// Nothing is written or deleted. The report says what would be done.
    case dryRun
  }

  /// How the files of a directory, or the objects of a prefix, are transferred.
  public struct DirectoryOptions: Sendable {
    /// Which files or objects; by default all.
    public var filter: KeyFilter
    /// How many files or objects are transferred at once; by default 8. Each may have several parts in flight.
    public var concurrency: Int
    /// How the call goes on when an item fails; by default it ends.
    public var failures: FailureHandling
    /// Whether everything is done, or nothing; by default everything.
    public var execution: Execution
    /// What to do with symbolic links in a directory that is uploaded; by default they are left out.
    public var symbolicLinks: SymbolicLinks
    /// What to do with objects that stand for directories; by default they are objects like all others.
    public var folderMarkers = FolderMarkers.transferred
    /// How many requests for content are under way at once at most, where each part of a large file or object counts as
    /// one; `nil` for no other limit than ``concurrency`` and those of each transfer.
    public var requestLimit: Int?
    /// How many keys S3 returns with each page of a list, at most 1,000; `nil` for S3's default, 1,000.
    public var pageSize: Int?
    /// How each file is uploaded.
    public var upload = UploadOptions()
    /// How each object is downloaded.
    public var download = DownloadOptions()
    /// How each object is copied within S3.
    public var copy = CopyOptions()
    /// Changes what each uploaded object should have, such as its media type; `nil` to change nothing. It gets the
    /// input and the path of the file.
    public var prepareUpload: (@Sendable (inout PutObjectInput, _ path: String) -> Void)?
    /// Changes the request for each object that is downloaded, such as its customer key; `nil` to change nothing.
    public var prepareDownload: (@Sendable (inout GetObjectInput) -> Void)?
    /// Changes what each copy within S3 should have, such as its storage class; `nil` to change nothing.
    public var prepareCopy: (@Sendable (inout CopyObjectInput) -> Void)?

    /// Makes options.
    public init(
      filter: KeyFilter = .all, concurrency: Int = 8, failures: FailureHandling = .stop, execution: Execution = .real,
      symbolicLinks: SymbolicLinks = .skipped
    ) {
      self.filter = filter
      self.concurrency = concurrency
      self.failures = failures
      self.execution = execution
      self.symbolicLinks = symbolicLinks
    }
  }
}
