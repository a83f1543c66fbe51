#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// An open file, pipe or device.
final class FileDescriptor: Sendable {
  /// A call of the system that failed.
  struct Failure: Error { let code: CInt }

  /// How a file is opened to be read.
  static let reading = O_RDONLY
  /// How a file that is there is opened to be written.
  static let writing = O_WRONLY

  let number: CInt
  private let closes: Bool

  /// Takes over a descriptor.
  ///
  /// - Parameters:
  ///   - number: The descriptor.
  ///   - closes: Whether it is closed when nobody uses this any more.
  init(_ number: CInt, closes: Bool = true) {
    self.number = number
    self.closes = closes
  }

  deinit { if closes { _ = close(number) } }

  /// Opens a file. Opening a pipe waits until somebody has opened its other end.
  convenience init(_ path: FilePath, _ flags: CInt, mode: mode_t = 0o666) throws(Failure) {
    self.init(
      try Self.retrying { unsafe path.withCString { path in unsafe open(path, flags | O_CLOEXEC | O_NOCTTY, mode) } })
  }

  /// Reads some bytes, at least one unless the end is reached.
  func read(upTo count: Int) throws(Failure) -> [UInt8] {
    var failure: Failure?
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      do throws(Failure) {
        initialized = try Self.retrying(waiting: (number, Int16(POLLIN))) {
          unsafe systemRead(number, buffer.baseAddress, count)
        }
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return bytes
  }

  /// Reads some bytes of a regular file; none at its end.
  func read(upTo count: Int, at offset: Int) throws(Failure) -> [UInt8] {
    var failure: Failure?
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      do throws(Failure) {
        initialized = try Self.retrying { unsafe pread(number, buffer.baseAddress, count, off_t(offset)) }
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return bytes
  }

  /// Writes all bytes.
  func write(_ bytes: [UInt8]) throws(Failure) {
    var start = 0
    while start < bytes.count {
      start += try Self.retrying(waiting: (number, Int16(POLLOUT))) {
        unsafe bytes.withUnsafeBytes { buffer in
          let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[start...])
          return unsafe systemWrite(number, rest.baseAddress, rest.count)
        }
      }
    }
  }

  /// Calls the system again if a signal came between, or if there is nothing yet to read, or no room yet to write.
  static func retrying<Number: SignedInteger>(
    waiting: (descriptor: CInt, events: Int16)? = nil, _ call: () -> Number
  ) throws(Failure) -> Number {
    while true {
      let result = call()
      if result >= 0 { return result }
      let code = errno
      if code == EINTR { continue }
      // Whoever started this process may have made its pipes non-blocking.
      guard code == EAGAIN || code == EWOULDBLOCK, let waiting else { throw Failure(code: code) }
      var request = pollfd(fd: waiting.descriptor, events: waiting.events, revents: 0)
      _ = unsafe poll(&request, 1, -1)
    }
  }
}

// Inside the class, `read` and `write` are the class's own.
private func systemRead(_ number: CInt, _ memory: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  unsafe read(number, memory, count)
}

private func systemWrite(_ number: CInt, _ memory: UnsafeRawPointer?, _ count: Int) -> Int {
  unsafe write(number, memory, count)
}
