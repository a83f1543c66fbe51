import AWSCredentials
import Logging

/// Keeps every line that is logged, with its metadata.
final class RecordingLog: Sendable {
  private let recorded = Locked<[String]>([])

  var lines: [String] { recorded.withLock { $0 } }

  var handler: any LogHandler { Handler(log: self) }

  private struct Handler: LogHandler {
    let log: RecordingLog
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace

    init(log: RecordingLog) { self.log = log }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      log.recorded.withLock { $0.append("\(event.level) \(event.message) \(event.metadata ?? [:])") }
    }
  }
}
