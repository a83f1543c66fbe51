import Dispatch

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Android)
  import Android
#elseif canImport(Darwin)
  import Darwin
#endif

/// A server on 127.0.0.1 that answers every GET with an object: a large one if the path ends in ``large``, else a small one.
final class ObjectServer: Sendable {
  /// The key of the large object.
  static let large = "large"

  /// The size of the large object in bytes.
  let size: Int64
  let port: Int
  private let descriptor: CInt

  init(size: Int64) throws {
    self.size = size
    #if canImport(Darwin)
      let kind = SOCK_STREAM
    #elseif canImport(Musl)
      let kind = SOCK_STREAM
    #else
      let kind = CInt(SOCK_STREAM.rawValue)
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
    DispatchQueue(label: "object server").async { [self] in
      while true {
        let connection = accept(descriptor, nil, nil)
        guard connection >= 0 else { return }
        DispatchQueue(label: "connection").async { [self] in
          serve(connection)
          close(connection)
        }
      }
    }
  }

  struct Failure: Error {
    let number: CInt
  }

  private func serve(_ connection: CInt) {
    let content = [UInt8](repeating: 7, count: 1 << 20)
    var buffer = [UInt8](repeating: 0, count: 16 << 10)
    while true {
      var head = ""
      while !head.contains("\r\n\r\n") {
        let count = unsafe buffer.withUnsafeMutableBytes { unsafe recv(connection, $0.baseAddress, $0.count, 0) }
        guard count > 0 else { return }
        head += String(decoding: buffer.prefix(count), as: UTF8.self)
      }
      var rest = head.prefix { $0 != "\r\n" }.contains("/\(Self.large) ") ? size : 100
      guard send(Array("HTTP/1.1 200 OK\r\nContent-Length: \(rest)\r\n\r\n".utf8)[...], to: connection) else { return }
      while rest > 0 {
        let count = Int(min(rest, Int64(content.count)))
        guard send(content[..<count], to: connection) else { return }
        rest -= Int64(count)
      }
    }
  }

  private func send(_ bytes: ArraySlice<UInt8>, to connection: CInt) -> Bool {
    unsafe bytes.withUnsafeBytes { bytes in
      var sent = 0
      while sent < bytes.count {
        let count = unsafe Self.send(connection, bytes.baseAddress?.advanced(by: sent), bytes.count - sent)
        guard count > 0 else { return false }
        sent += count
      }
      return true
    }
  }

  private static func send(_ connection: CInt, _ start: UnsafeRawPointer?, _ count: Int) -> Int {
    #if canImport(Darwin)
      unsafe Darwin.send(connection, start, count, 0)
    #elseif canImport(Musl)
      unsafe Musl.send(connection, start, count, CInt(MSG_NOSIGNAL))
    #else
      unsafe Glibc.send(connection, start, count, CInt(MSG_NOSIGNAL))
    #endif
  }
}
