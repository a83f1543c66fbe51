import AWSCore
import Dispatch
import Testing
import evergreen

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Whoever starts the tool may have made its pipes non-blocking, as Node.js does.
@Suite struct NonBlockingStreamTests {
  @Test func aPipeWithoutRoomIsWaitedFor() async throws {
    var ends: [CInt] = [-1, -1]
    try #require(unsafe pipe(&ends) == 0)
    let (input, output) = (ends[0], ends[1])
    #expect(fcntl(output, F_SETFL, O_NONBLOCK) == 0)
    // More than a pipe holds.
    let sent = (0..<(1 << 20)).map { UInt8(truncatingIfNeeded: $0) }
    let failure = Locked<String?>(nil)
    // Threads of their own: both wait.
    DispatchQueue.global().async {
      do {
        try StandardError.write(sent, to: output)
      } catch {
        failure.withLock { $0 = "\(error)" }
      }
      _ = close(output)
    }
    let received: [UInt8] = await withCheckedContinuation { continuation in
      DispatchQueue.global().async {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while true {
          let count = unsafe chunk.withUnsafeMutableBytes { unsafe read(input, $0.baseAddress, $0.count) }
          guard count > 0 else { break }
          bytes += chunk[..<count]
        }
        _ = close(input)
        continuation.resume(returning: bytes)
      }
    }
    #expect(received == sent && failure.withLock { $0 } == nil)
  }
}
