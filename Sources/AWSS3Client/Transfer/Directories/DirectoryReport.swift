extension S3 {
  /// What was done, or would be done, with one file or object of a directory or prefix.
  public struct TransferItem: Sendable {
    /// What is done.
    public enum Action: Sendable, Hashable {
      /// A file is uploaded.
      case upload
      /// An object is downloaded.
      case download
      /// An object is copied within S3.
      case copy
      /// A file or object of the target is deleted, because the source does not have it or because that is asked for.
      case delete
      /// A file or object of the source is deleted, after it has been copied.
      case removeSource
      /// Nothing is done: the file or object is left out, because it cannot be transferred.
      case none
    }

    /// What is done.
    public let action: Action
    /// The name relative to the directory or prefix, with `/` between its parts.
    public let name: String
    /// How many bytes the file or object has; `nil` if that is not known.
    public let size: Int64?
    /// Why it failed; `nil` if it succeeded.
    public var error: S3Error? { failure?.error }
    /// A report may have very many items, and most have no error, which is large.
    private let failure: Failure?

    private final class Failure: Sendable {
      let error: S3Error
      init(_ error: S3Error) { self.error = error }
    }

    init(action: Action, name: String, size: Int64?, error: S3Error?) {
      self.action = action
      self.name = name
      self.size = size
      failure = error.map(Failure.init)
    }
  }

  /// What came of the transfer of a directory or prefix.
  public struct DirectoryReport: Sendable {
    /// What was done, in the order in which it was finished; in a dry run, what would be done.
    public internal(set) var items: [TransferItem] = []
    /// How many files or objects were left as they are, because the target already has them.
    public internal(set) var unchanged = 0

    /// The items that failed.
    public var failures: [TransferItem] { items.filter { $0.error != nil } }
    /// How many bytes were transferred, or would be.
    public var bytes: Int64 {
      items.reduce(0) { sum, item in
        switch item.action {
        case .upload, .download, .copy: item.error == nil ? sum + (item.size ?? 0) : sum
        case .delete, .removeSource, .none: sum
        }
      }
    }
  }
}
