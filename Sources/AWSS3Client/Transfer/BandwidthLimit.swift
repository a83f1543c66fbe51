import AWSCore
public import AWSCredentials
import AWSRuntime

extension S3 {
  /// A limit of how many bytes a second transfers send and receive together.
  ///
  /// Make one limit, and pass it to ``S3Client/with(bandwidth:)`` of each client that shares it:
  ///
  /// ```swift
  /// let limit = S3.BandwidthLimit(bytesPerSecond: 10_000_000)
  /// let s3 = client.with(bandwidth: limit)
  /// async let first: Void = s3.download(bucket: "b", key: "1", toFile: "/tmp/1")
  /// async let second: Void = s3.download(bucket: "b", key: "2", toFile: "/tmp/2")
  /// ```
  ///
  /// It is a token bucket: what was not used for a while may be used afterwards at once, up to ``burst`` bytes.
  public final class BandwidthLimit: Sendable {
    /// How many bytes a second are sent and received in the long run.
    public let bytesPerSecond: Int64
    /// How many bytes may be sent or received at once after a pause.
    public let burst: Int64

    private struct State {
      /// When the bucket is full again, if nothing more is taken.
      var full: Duration
    }

    private let clock: any WallClock
    private let state: Locked<State>

    /// Makes a limit.
    ///
    /// - Parameters:
    ///   - bytesPerSecond: How many bytes a second, at least 1.
    ///   - burst: How many bytes may be sent or received at once after a pause; `nil` for those of a quarter of a
    ///     second.
    ///   - clock: The clock. The default is the system's clock; tests replace it.
    public init(bytesPerSecond: Int64, burst: Int64? = nil, clock: any WallClock = SystemWallClock()) {
      self.bytesPerSecond = max(1, bytesPerSecond)
      self.burst = max(1, burst ?? self.bytesPerSecond / 4)
      self.clock = clock
      state = Locked(State(full: clock.monotonicNow()))
    }

    /// Waits until bytes may be sent or received.
    ///
    /// Callers are served in the order in which they call. Bytes that a cancelled caller did not send count as sent.
    ///
    /// - Parameter count: How many bytes.
    /// - Throws: `CancellationError` if the task is cancelled.
    package func take(_ count: Int64) async throws {
      let pause = reserve(count)
      if pause > .zero { try await clock.sleep(for: pause) } else { try Task.checkCancellation() }
    }

    /// Takes bytes out of the bucket, which may owe some then.
    ///
    /// - Returns: How long to wait before the bytes may be used.
    private func reserve(_ count: Int64) -> Duration {
      let now = clock.monotonicNow()
      let (cost, room) = (time(of: count), time(of: burst))
      return state.withLock { state in
        state.full = max(state.full, now) + cost
        return state.full - now - room
      }
    }

    private func time(of count: Int64) -> Duration { .seconds(1) * (Double(count) / Double(bytesPerSecond)) }
  }
}

extension S3Client {
  /// Returns a copy of this client whose requests send and receive content only as fast as a limit allows.
  ///
  /// - Parameter limit: The limit. Every client that was made with the same limit shares it, and so do all transfers of
  ///   these clients.
  public func with(bandwidth limit: S3.BandwidthLimit) -> S3Client {
    with(transport: LimitedTransport(base: pipeline.transport, limit: limit))
  }
}

/// Sends and receives bodies only as fast as a limit allows.
struct LimitedTransport: HTTPTransport {
  let base: any HTTPTransport
  let limit: S3.BandwidthLimit

  func send(_ request: HTTPTransportRequest) async throws(HTTPTransportError) -> HTTPTransportResponse {
    var request = request
    request.body = limited(request.body)
    var response = try await base.send(request)
    response.body = limited(response.body)
    return response
  }

  private func limited(_ body: AWSHTTPBody) -> AWSHTTPBody {
    guard !body.isEmpty else { return body }
    let limit = limit
    let chunks = AnyChunks(mixed: LimitedChunks(body: body, limit: limit))
    guard body.replay == .any else { return AWSHTTPBody(once: chunks, length: body.length) }
    return AWSHTTPBody(length: body.length) { chunks }
  }
}

/// The chunks of a body in pieces that arrive no faster than a limit allows.
struct LimitedChunks: AsyncSequence, Sendable {
  let body: AWSHTTPBody
  let limit: S3.BandwidthLimit

  struct AsyncIterator: AsyncIteratorProtocol {
    fileprivate var base: AWSHTTPBody.AsyncIterator
    fileprivate let limit: S3.BandwidthLimit
    /// How many bytes are passed on at once: so few that they flow, and no time limit for silence is met.
    private let piece: Int
    private var rest: ArraySlice<UInt8> = []

    fileprivate init(base: AWSHTTPBody.AsyncIterator, limit: S3.BandwidthLimit) {
      self.base = base
      self.limit = limit
      piece = Int(Swift.min(64 << 10, limit.bytesPerSecond))
    }

    mutating func next() async throws -> (any HTTPBodyChunk)? {
      if rest.isEmpty {
        guard let chunk = try await base.nextChunk() else { return nil }
        guard chunk.byteCount > piece else {
          try await limit.take(Int64(chunk.byteCount))
          return chunk
        }
        rest = chunk.bodyBytes[...]
      }
      let next = Array(rest.prefix(piece))
      rest = rest.dropFirst(next.count)
      try await limit.take(Int64(next.count))
      return next
    }
  }

  func makeAsyncIterator() -> AsyncIterator { AsyncIterator(base: body.makeAsyncIterator(), limit: limit) }
}
