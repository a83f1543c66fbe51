import AWSCore
import AWSCredentials
package import Logging

/// A log kept in memory, for tests of what is logged.
package final class RecordedLog: Sendable {
  /// One line.
  package struct Entry: Sendable {
    package let level: Logger.Level
    package let message: String
    package let metadata: Logger.Metadata

    /// Level, message and metadata: all that a line shows.
    package var line: String { "\(level) \(message) \(metadata)" }
  }

  private let recorded = Locked<[Entry]>([])
  private let threshold: Logger.Level

  /// Makes an empty log.
  ///
  /// - Parameter threshold: The least level that is kept.
  package init(threshold: Logger.Level = .trace) { self.threshold = threshold }

  package var entries: [Entry] { recorded.withLock { $0 } }
  package var lines: [String] { entries.map(\.line) }
  package var messages: [String] { entries.map(\.message) }
  package var levels: [Logger.Level] { entries.map(\.level) }

  /// A logger that writes here.
  package var logger: Logger { Logger(label: "test") { _ in Handler(log: self, logLevel: threshold) } }

  private struct Handler: LogHandler {
    let log: RecordedLog
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      let entry = Entry(level: event.level, message: "\(event.message)", metadata: event.metadata ?? [:])
      log.recorded.withLock { $0.append(entry) }
    }
  }
}
