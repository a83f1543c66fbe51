import AWSCore
import AWSCredentials
import Dispatch

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A server on 127.0.0.1 below HTTP, whose side of each connection is a closure.
final class ConversationListener: Sendable {
  /// A connection, read and written by a thread of its own.
  struct Connection {
    fileprivate let descriptor: Int32

    /// Reads to the end of a request's head, and no further.
    func readHead() -> String {
      var head: [UInt8] = []
      while !head.suffix(4).elementsEqual("\r\n\r\n".utf8) {
        let next = read(1)
        if next.isEmpty { break }
        head += next
      }
      return String(decoding: head, as: UTF8.self)
    }

    /// Reads as many bytes; fewer if the connection ends before.
    func read(_ count: Int) -> [UInt8] {
      var received: [UInt8] = []
      var buffer = [UInt8](repeating: 0, count: Swift.min(count, 65_536))
      while received.count < count {
        let wanted = Swift.min(count - received.count, buffer.count)
        let got = unsafe buffer.withUnsafeMutableBytes { bytes in
          unsafe recv(descriptor, bytes.baseAddress, wanted, 0)
        }
        guard got > 0 else { break }
        received += buffer.prefix(got)
      }
      return received
    }

    /// Sends a text.
    func send(_ text: String) {
      var rest = Array(text.utf8)[...]
      while !rest.isEmpty {
        let sent = unsafe rest.withUnsafeBytes { bytes in
          #if canImport(Glibc)
            unsafe Glibc.send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
          #elseif canImport(Musl)
            unsafe Musl.send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
          #else
            unsafe Darwin.send(descriptor, bytes.baseAddress, bytes.count, 0)
          #endif
        }
        guard sent > 0 else { return }
        rest = rest.dropFirst(sent)
      }
    }
  }

  let port: Int
  private let descriptor: Int32
  private let open = Locked<[Int32]>([])

  /// - Parameter serve: The server's side of a connection, which ends with it.
  init(_ serve: @escaping @Sendable (Connection) -> Void) throws {
    #if canImport(Glibc)
      descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
      descriptor = socket(AF_INET, SOCK_STREAM, 0)
    #endif
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let descriptor = descriptor
    let isListening = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        unsafe bind(descriptor, address, length) == 0 && listen(descriptor, 16) == 0
          && getsockname(descriptor, address, &length) == 0
      }
    }
    guard isListening else { throw Failure(number: errno) }
    port = Int(UInt16(bigEndian: address.sin_port))
    DispatchQueue(label: "conversation listener").async { [self] in
      while true {
        let connection = accept(descriptor, nil, nil)
        guard connection >= 0 else { return }
        open.withLock { $0.append(connection) }
        DispatchQueue(label: "conversation").async {
          serve(Connection(descriptor: connection))
          _ = shutdown(connection, Int32(SHUT_RDWR))
        }
      }
    }
  }

  struct Failure: Error {
    let number: Int32
  }

  /// Ends everything.
  func stop() {
    for one in open.withLock({ $0 }) + [descriptor] { _ = shutdown(one, Int32(SHUT_RDWR)) }
  }
}
