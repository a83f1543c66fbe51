#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif
import AWSCore
import AWSCredentials

#if canImport(FoundationEssentials)
  import FoundationEssentials
#endif
import Foundation

/// A socket that records the bytes it is sent and answers each connection with the next of its answers: it has no idea
/// of HTTP, so nothing can be made up or mended between the client and the test.
final class RawListener: Sendable {
  let port: UInt16
  private let descriptor: CInt
  private let record = Record()

  private final class Record: Sendable {
    let heads = Locked<[String]>([])
    let ends = AsyncStream.makeStream(of: Void.self)
  }

  /// The head of each request, as text.
  var heads: [String] { record.heads.withLock { $0 } }

  /// The request line's target of each request.
  var targets: [String] {
    heads.map { String($0.prefix { $0 != "\r\n" }.split(separator: " ").dropFirst().first ?? "") }
  }

  /// Waits until the client has closed a connection that was kept open.
  ///
  /// - Returns: Whether one was; `false` if the task was cancelled before.
  func waitForEnd() async -> Bool {
    for await _ in record.ends.stream { return true }
    return false
  }

  /// - Parameters:
  ///   - answer: What each connection is sent.
  ///   - keepsOpen: Whether a connection then stays open until the client closes it.
  init(answering answer: String, keepsOpen: Bool = false) throws {
    #if canImport(Glibc)
      let listening = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
    #else
      let listening = socket(AF_INET, SOCK_STREAM, 0)
    #endif
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        unsafe bind(listening, address, length) == 0 && listen(listening, 16) == 0
          && getsockname(listening, address, &length) == 0
      }
    }
    guard bound else { throw CocoaError(.fileReadUnknown) }
    descriptor = listening
    port = UInt16(bigEndian: address.sin_port)
    let record = record
    Thread.detachNewThread {
      while true {
        let connection = accept(listening, nil, nil)
        guard connection >= 0 else { return }
        let head = Self.readHead(connection)
        record.heads.withLock { $0.append(head) }
        var rest = Array(answer.utf8)[...]
        while !rest.isEmpty {
          let sent = unsafe rest.withUnsafeBytes { unsafe write(connection, $0.baseAddress, $0.count) }
          guard sent > 0 else { break }
          rest = rest.dropFirst(sent)
        }
        if keepsOpen {
          Self.readToEnd(connection)
          record.ends.continuation.yield()
        }
        close(connection)
      }
    }
  }

  deinit {
    shutdown(descriptor, CInt(SHUT_RDWR))
    close(descriptor)
  }

  private static func readToEnd(_ connection: CInt) {
    var buffer = [UInt8](repeating: 0, count: 4096)
    while unsafe buffer.withUnsafeMutableBytes({ unsafe recv(connection, $0.baseAddress, $0.count, 0) }) > 0 {}
  }

  private static func readHead(_ connection: CInt) -> String {
    var received: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let text = String(decoding: received, as: UTF8.self)
      if text.contains("\r\n\r\n") { return text }
      let count = unsafe buffer.withUnsafeMutableBytes { unsafe recv(connection, $0.baseAddress, $0.count, 0) }
      guard count > 0 else { return text }
      received += buffer[..<count]
    }
  }
}
