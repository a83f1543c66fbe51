import AWSCore
import AWSS3Client

/// Prints what is done with each file or object of a directory or prefix.
struct S3ItemPrinter: Sendable {
  private enum Side: Sendable {
    case local(LocalDisplay)
    case objects(String)

    init(_ location: S3.Location) {
      switch location {
      case .directory(let path): self = .local(LocalDisplay(directory: path))
      case .objects(let bucket, let prefix):
        self = .objects(S3URL.scheme + bucket + "/" + S3URL(bucket: bucket, key: prefix).prefix)
      }
    }

    func text(_ name: String) -> String {
      switch self {
      case .local(let display): display.file(name)
      case .objects(let start): (start + name).asLine
      }
    }
  }

  private let transfer: S3Transfer
  private let source: Side
  private let target: Side

  init(transfer: S3Transfer, from source: S3.Location, to target: S3.Location) {
    self.transfer = transfer
    self.source = Side(source)
    self.target = Side(target)
  }

  func show(_ item: S3.TransferItem) {
    let from = source.text(item.name)
    let to = target.text(item.name)
    switch item.action {
    case .upload: show(.upload, from, to, item.error)
    case .download: show(.download, from, to, item.error)
    case .copy: show(.copy, from, to, item.error)
    case .removeSource:
      if let error = item.error { transfer.failed(.move, from, to, error) } else { transfer.done(.move, from, to) }
    case .delete:
      if let error = item.error { transfer.failed(.delete, to, nil, error) } else { transfer.done(.delete, to, nil) }
    case .none:
      transfer.lines.warning("Skipping file \(from). \(item.error.map { $0.message } ?? "It cannot be transferred.")")
    }
  }

  private func show(_ verb: S3Transfer.Verb, _ from: String, _ to: String, _ error: S3Error?) {
    if let error { return transfer.failed(verb, from, to, error) }
    // What is moved is done when its source has been deleted.
    if !transfer.moves { transfer.done(verb, from, to) }
  }
}
