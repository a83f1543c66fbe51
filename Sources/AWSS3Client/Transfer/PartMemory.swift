import AWSCore
import AWSCredentials

/// The memory of parts that were read from a stream. That of a part which was sent is used for a later one.
///
/// Memory that is freed and allocated anew does not go back to the system in between: allocators keep some of it for each
/// thread, so that an upload would need a multiple of what it has in flight.
final class PartMemory: Sendable {
  private struct State {
    var held: [Int: [UInt8]] = [:]
    var free: [[UInt8]] = []
  }

  private let state = Locked(State())

  /// No bytes, in the memory of an earlier part if there is one.
  ///
  /// - Parameter size: How many bytes the part may have.
  func take(_ size: Int) -> [UInt8] {
    var bytes = state.withLock { state -> [UInt8] in
      // Parts have become larger.
      if let last = state.free.last, last.capacity < size { state.free = [] }
      return state.free.popLast() ?? []
    }
    bytes.removeAll(keepingCapacity: true)
    return bytes
  }

  /// Keeps the bytes of a part until it is sent.
  func hold(_ bytes: [UInt8], _ number: Int) { state.withLock { $0.held[number] = bytes } }

  /// The bytes of a part that is not sent yet.
  func body(of number: Int) -> AWSHTTPBody { AWSHTTPBody(state.withLock { $0.held[number] ?? [] }) }

  /// The part is sent, and nobody has its body any more. Somebody who has it nevertheless keeps it as it is.
  func giveBack(_ number: Int) {
    state.withLock { state in
      if let bytes = state.held.removeValue(forKey: number) { state.free.append(bytes) }
    }
  }
}
