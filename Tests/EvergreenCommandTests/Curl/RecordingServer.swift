#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif
import AWSCore

#if canImport(FoundationEssentials)
  import FoundationEssentials
#endif
import Foundation

/// A server on 127.0.0.1 that records requests as they come over the wire. It reads and writes by itself, so that nothing is
/// made up or mended between a client and a test.
final class RecordingServer: Sendable {
  struct Request: Sendable {
    var method = ""
    /// Path and query, byte for byte.
    var target = ""
    var fields: [(name: String, value: String)] = []
    var body: [UInt8] = []

    /// The value of a header field; `nil` if there is none.
    subscript(name: String) -> String? { fields.first { $0.name.lowercased() == name }?.value }
  }

  struct Response: Sendable {
    var status = "200 OK"
    var fields: [(name: String, value: String)] = []
    var body: [UInt8] = Array("{\"took\": 1}\n".utf8)
    /// How many bytes of the response are sent; `nil` for all.
    var limit: Int?
    /// Whether the connection stays open behind that, until the client closes it.
    var staysOpen = false
  }

  let port: UInt16
  /// The server as a URL.
  var url: String { "http://127.0.0.1:\(port)" }
  private let descriptor: CInt
  private let recorded = Recorded()

  private final class Recorded: Sendable {
    let requests = Locked<[Request]>([])
  }

  /// The requests that came since this was asked last.
  func take() -> [Request] {
    recorded.requests.withLock { requests in
      defer { requests = [] }
      return requests
    }
  }

  init(respond: @escaping @Sendable (Request) -> Response = { _ in Response() }) throws {
    #if canImport(Glibc)
      let listening = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
    #else
      let listening = socket(AF_INET, SOCK_STREAM, 0)
    #endif
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        unsafe bind(listening, address, length) == 0 && listen(listening, 64) == 0
          && getsockname(listening, address, &length) == 0
      }
    }
    guard isBound else { throw CocoaError(.fileReadUnknown) }
    descriptor = listening
    port = UInt16(bigEndian: address.sin_port)
    let recorded = recorded
    Thread.detachNewThread {
      while true {
        let connection = accept(listening, nil, nil)
        guard connection >= 0 else { return }
        Thread.detachNewThread {
          var reader = RequestReader(connection: connection)
          var staysOpen = false
          while let request = reader.next() {
            recorded.requests.withLock { $0.append(request) }
            guard request.method == "CONNECT" else {
              let response = respond(request)
              staysOpen = response.staysOpen
              RequestReader.send(Self.bytes(of: response, to: request), to: connection)
              break
            }
            // It is a proxy then, and every host at the other end of the tunnel.
            RequestReader.send(Array("HTTP/1.1 200 OK\r\n\r\n".utf8), to: connection)
          }
          // What was sent has to arrive before the connection goes.
          if !staysOpen { shutdown(connection, CInt(SHUT_WR)) }
          reader.readToEnd()
          close(connection)
        }
      }
    }
  }

  deinit {
    shutdown(descriptor, CInt(SHUT_RDWR))
    close(descriptor)
  }

  private static func bytes(of response: Response, to request: Request) -> [UInt8] {
    var text = "HTTP/1.1 \(response.status)\r\nContent-Length: \(response.body.count)\r\nConnection: close\r\n"
    for field in response.fields { text += "\(field.name): \(field.value)\r\n" }
    let bytes = Array((text + "\r\n").utf8) + (request.method == "HEAD" ? [] : response.body)
    return Array(bytes.prefix(response.limit ?? bytes.count))
  }
}

/// Reads one request from a connection.
private struct RequestReader {
  let connection: CInt
  private var buffer: [UInt8] = []

  init(connection: CInt) { self.connection = connection }

  mutating func next() -> RecordingServer.Request? {
    guard let head = head() else { return nil }
    let lines = head.split(separator: "\r\n").map(String.init)
    let first = (lines.first ?? "").split(separator: " ").map(String.init)
    guard first.count == 3 else { return nil }
    var request = RecordingServer.Request(method: first[0], target: first[1])
    for line in lines.dropFirst() {
      let name = line.prefix { $0 != ":" }
      let value = line.dropFirst(name.count + 1)
      request.fields.append((String(name), String(value).trimmingCharacters(in: .whitespaces)))
    }
    if request["expect"] != nil { Self.send(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8), to: connection) }
    if request["transfer-encoding"] != nil {
      request.body = chunks()
    } else {
      request.body = take(request["content-length"].flatMap { Int($0) } ?? 0)
    }
    return request
  }

  mutating func readToEnd() { while fill() {} }

  static func send(_ bytes: [UInt8], to connection: CInt) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes { bytes in
        unsafe Foundation.send(connection, bytes.baseAddress, bytes.count, CInt(MSG_NOSIGNAL))
      }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  /// Bytes up to an empty line.
  private mutating func head() -> String? {
    while true {
      if let end = buffer.firstRange(of: Array("\r\n\r\n".utf8)) {
        defer { buffer.removeSubrange(..<end.upperBound) }
        return String(decoding: buffer[..<end.lowerBound], as: UTF8.self)
      }
      guard fill() else { return nil }
      if let first = buffer.first, first < UInt8(ascii: "A") {
        // No method begins so; it may be TLS.
        Self.send(Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8), to: connection)
        return nil
      }
    }
  }

  private mutating func line() -> String {
    while true {
      if let end = buffer.firstRange(of: Array("\r\n".utf8)) {
        defer { buffer.removeSubrange(..<end.upperBound) }
        return String(decoding: buffer[..<end.lowerBound], as: UTF8.self)
      }
      guard fill() else { return "" }
    }
  }

  /// A body in chunked transfer coding.
  private mutating func chunks() -> [UInt8] {
    var body: [UInt8] = []
    while let count = Int(line(), radix: 16), count > 0 {
      body += take(count)
      _ = line()
    }
    _ = line()
    return body
  }

  private mutating func take(_ count: Int) -> [UInt8] {
    while buffer.count < count, fill() {}
    defer { buffer.removeFirst(min(count, buffer.count)) }
    return Array(buffer.prefix(count))
  }

  private mutating func fill() -> Bool {
    var bytes = [UInt8](repeating: 0, count: 65_536)
    let count = unsafe bytes.withUnsafeMutableBytes { unsafe recv(connection, $0.baseAddress, $0.count, 0) }
    guard count > 0 else { return false }
    buffer += bytes[..<count]
    return true
  }
}
