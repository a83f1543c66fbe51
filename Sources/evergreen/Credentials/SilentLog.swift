import Logging

/// A logger for what is reported on standard error anyway.
enum SilentLog {
  static let logger = Logger(label: "evergreen") { _ in SwiftLogNoOpLogHandler() }
}
