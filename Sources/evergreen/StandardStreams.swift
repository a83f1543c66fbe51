import AWSCore

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Standard input, read line by line: as soon as a line is there it is returned, and it may have any length.
struct StandardInput {
  private var buffer: [UInt8] = []
  private var start = 0
  private var scanned = 0
  private var ended = false

  /// The next line without its line end (LF or CRLF); `nil` at the end of the input.
  mutating func nextLine() throws -> [UInt8]? {
    while true {
      if let newline = buffer[scanned...].firstIndex(of: UInt8(ascii: "\n")) {
        let line = line(upTo: newline)
        start = newline + 1
        scanned = start
        return line
      }
      scanned = buffer.count
      if ended {
        guard start < buffer.count else { return nil }
        let line = line(upTo: buffer.count)
        start = buffer.count
        return line
      }
      try fill()
    }
  }

  private func line(upTo end: Int) -> [UInt8] {
    let hasReturn = end > start && buffer[end - 1] == UInt8(ascii: "\r")
    return Array(buffer[start..<(hasReturn ? end - 1 : end)])
  }

  private mutating func fill() throws {
    buffer.removeFirst(start)
    scanned -= start
    start = 0
    var chunk = [UInt8](repeating: 0, count: 65_536)
    let count = try retrying(what: "read standard input", STDIN_FILENO, for: Int16(POLLIN)) {
      unsafe chunk.withUnsafeMutableBytes { bytes in unsafe read(STDIN_FILENO, bytes.baseAddress, bytes.count) }
    }
    if count == 0 { ended = true } else { buffer.append(contentsOf: chunk[..<count]) }
  }
}

/// Standard output, written at once so that a reader at the other end of a pipe can go on line by line.
enum StandardOutput {
  static func send(_ text: String) throws { try send(Array(text.utf8)) }

  static func send(_ bytes: [UInt8]) throws {
    try writeAll(bytes, to: STDOUT_FILENO, what: "write to standard output")
  }
}

/// Standard error, for what is said besides the output.
package enum StandardError {
  static func send(_ text: String) throws { try send(Array(text.utf8)) }

  static func send(_ bytes: [UInt8]) throws {
    try writeAll(bytes, to: STDERR_FILENO, what: "write to standard error")
  }

  /// Writes to a stream that somebody reads who is to be told something, such as the terminal.
  package static func write(_ bytes: [UInt8], to stream: CInt) throws {
    try writeAll(bytes, to: stream, what: "write to the terminal")
  }
}

private func writeAll(_ bytes: [UInt8], to stream: CInt, what action: String) throws {
  var rest = bytes[...]
  while !rest.isEmpty {
    let written = try retrying(what: action, stream, for: Int16(POLLOUT)) {
      unsafe rest.withUnsafeBytes { bytes in unsafe write(stream, bytes.baseAddress, bytes.count) }
    }
    rest = rest.dropFirst(written)
  }
}

/// A stream of the process that could not be used.
struct StreamError: Error, CustomStringConvertible {
  var action: String
  var code: CInt
  var description: String { "Could not \(action): \(FileReason(code).description.clause)." }
}

/// Calls the system again if a signal came between, and waits where a stream does not block: whoever started this process may have
/// made its pipes so.
private func retrying(
  what action: String, _ stream: CInt, for events: Int16, _ call: () -> Int
) throws(StreamError) -> Int {
  do throws(FileDescriptor.Failure) {
    return try FileDescriptor.retrying(waiting: (stream, events), call)
  } catch {
    throw StreamError(action: action, code: error.code)
  }
}
