import AWSRuntime

extension S3 {
  /// When a downloaded file counts as written.
  public enum FileDurability: Sendable, Hashable {
    /// The operating system has the whole content, and writes it to the disk later. A file at the final path is
    /// complete also if the program crashes. If the machine loses power shortly afterwards, the content may be lost.
    case buffered
    /// The content and the file's name are on the disk (`fsync` of the file and of its directory). This takes as long
    /// as the disk takes to write everything.
    case synchronized

    var value: AWSRuntime.FileDurability {
      switch self {
      case .buffered: .buffered
      case .synchronized: .synchronized
      }
    }
  }
}
