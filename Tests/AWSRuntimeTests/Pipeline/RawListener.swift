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

/// A server on 127.0.0.1 below HTTP: it records what comes first on each connection and answers with given bytes.
final class RawListener: Sendable {
  /// What is done with a connection after its first bytes have come.
  enum Behaviour: Sendable {
    /// Send these bytes and close.
    case answer(String)
    /// Send nothing and keep the connection open.
    case silence
    /// Send the first bytes, then the others again and again with a pause in between, until the peer goes.
    case drip(String, String, milliseconds: UInt32)
  }

  let port: Int
  private let descriptor: Int32
  private let received = Locked<[String]>([])
  private let open = Locked<[Int32]>([])

  /// The first bytes of every connection so far.
  var requests: [String] { received.withLock { $0 } }

  init(_ behaviour: Behaviour) throws {
    #if canImport(Darwin)
      let kind = SOCK_STREAM
    #elseif canImport(Musl)
      let kind = SOCK_STREAM
    #else
      let kind = Int32(SOCK_STREAM.rawValue)
    #endif
    descriptor = socket(AF_INET, kind, 0)
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
    DispatchQueue(label: "raw listener").async { [self] in
      while true {
        let connection = accept(descriptor, nil, nil)
        guard connection >= 0 else { return }
        open.withLock { $0.append(connection) }
        DispatchQueue(label: "raw connection").async { [self] in serve(connection, behaviour) }
      }
    }
  }

  struct Failure: Error {
    let number: Int32
  }

  /// Closes everything.
  func stop() {
    for one in open.withLock({ $0 }) + [descriptor] { _ = shutdown(one, Int32(SHUT_RDWR)) }
  }

  private func serve(_ connection: Int32, _ behaviour: Behaviour) {
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = unsafe buffer.withUnsafeMutableBytes { bytes in
      unsafe recv(connection, bytes.baseAddress, bytes.count, 0)
    }
    guard count > 0 else { return }
    received.withLock { $0.append(String(decoding: buffer.prefix(count), as: UTF8.self)) }
    switch behaviour {
    case .answer(let text):
      _ = write(text, to: connection)
      _ = shutdown(connection, Int32(SHUT_RDWR))
    case .silence: break
    case .drip(let first, let next, let milliseconds):
      guard write(first, to: connection) else { return }
      repeat { usleep(milliseconds * 1000) } while write(next, to: connection)
    }
  }

  private func write(_ text: String, to connection: Int32) -> Bool {
    let bytes = Array(text.utf8)
    return unsafe bytes.withUnsafeBytes { bytes in
      unsafe send(connection, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
    }
  }
}
