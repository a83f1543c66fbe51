import Logging
import Testing

// What the libraries log by default would bury what the tests print. Only this test binary is silenced, before its first test: the
// default logger takes the handler that is set when it is first asked for. It holds all test targets, so this stands once.

#if canImport(Darwin)
  @used @section("__DATA,__mod_init_func")
  private let silenceDefaultLogger: @convention(c) () -> Void = { SilentLogs.begin() }
#else
  @used @section(".init_array")
  private let silenceDefaultLogger: @convention(c) () -> Void = { SilentLogs.begin() }
#endif

private enum SilentLogs {
  static func begin() { LoggingSystem.bootstrap { _ in SwiftLogNoOpLogHandler() } }
}

@Suite struct SilentLogsTests {
  @Test("Loggers that nobody chose print nothing in tests; those of a test's own do as they are told")
  func silence() {
    #expect(Logger.current.handler is SwiftLogNoOpLogHandler)
    #expect(Logger(label: "any").handler is SwiftLogNoOpLogHandler)
    #expect(Logger(label: "own") { StreamLogHandler.standardError(label: $0) }.handler is StreamLogHandler)
  }
}
