import AWSCore
import AWSCredentials
import Dispatch

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Asks whoever sits at the terminal, however standard input and output are used.
struct TerminalQuestion {
  private let text: String

  init(_ text: String) { self.text = text }

  /// Whether there is a terminal, and this process is in its foreground: only then may it read from it.
  static var canAsk: Bool {
    let descriptor = unsafe open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else { return false }
    defer { _ = close(descriptor) }
    return tcgetpgrp(descriptor) == getpgrp()
  }

  /// Asks, and waits for a line.
  ///
  /// - Returns: The line without white space around it.
  /// - Throws: ``StreamError`` if the terminal cannot be used, `CancellationError` if nobody waits any more.
  func ask() async throws -> String {
    let isCancelled = Locked(false)
    let text = text
    return try await withTaskCancellationHandler {
      // A thread of its own: a person takes long, and the pool's threads are few.
      try await withCheckedThrowingContinuation { continuation in
        DispatchQueue.global().async {
          continuation.resume(with: Result { try Self.ask(text) { isCancelled.withLock { $0 } } })
        }
      }
    } onCancel: {
      isCancelled.withLock { $0 = true }
    }
  }

  private static func ask(_ text: String, until isCancelled: () -> Bool) throws -> String {
    let descriptor = unsafe open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else { throw StreamError(action: "open the terminal", code: errno) }
    defer { _ = close(descriptor) }
    try StandardError.write(Array(text.utf8), to: descriptor)
    var line: [UInt8] = []
    while line.count < 1024 {
      guard !isCancelled() else { throw CancellationError() }
      var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard unsafe poll(&request, 1, 200) > 0 else { continue }
      var byte: UInt8 = 0
      let count = unsafe read(descriptor, &byte, 1)
      if count < 0, errno == EINTR { continue }
      guard count > 0, byte != UInt8(ascii: "\n") else { break }
      line.append(byte)
    }
    return String(decoding: line, as: UTF8.self).trimmingASCIIWhitespace()
  }
}
