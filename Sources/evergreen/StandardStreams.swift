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
    let count = try retrying(what: "read standard input") {
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
enum StandardError {
  static func send(_ text: String) throws { try send(Array(text.utf8)) }

  static func send(_ bytes: [UInt8]) throws {
    try writeAll(bytes, to: STDERR_FILENO, what: "write to standard error")
  }

  /// Writes to a stream that somebody reads who is to be told something, such as the terminal.
  static func write(_ bytes: [UInt8], to stream: CInt) throws {
    try writeAll(bytes, to: stream, what: "write to the terminal")
  }
}

private func writeAll(_ bytes: [UInt8], to stream: CInt, what action: String) throws {
  var rest = bytes[...]
  while !rest.isEmpty {
    let written = try retrying(what: action) {
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

private func retrying(what action: String, _ call: () -> Int) throws -> Int {
  while true {
    let result = call()
    if result >= 0 { return result }
    guard errno == EINTR else { throw StreamError(action: action, code: errno) }
  }
}
