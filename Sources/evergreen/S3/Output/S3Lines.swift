import AWSCore
import AWSCredentials
import AWSS3Client

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What a transfer prints: a line for each file or object, and how far it has got if standard output is a terminal.
///
/// Lines are collected, because there may be very many, and written several times a second.
final class S3Lines: Sendable {
  enum Detail: Sendable {
    /// Results, errors, and the progress on a terminal.
    case progress
    /// Results and errors.
    case lines
    case errors
    case nothing
  }

  private struct State {
    var buffer: [UInt8] = []
    var problem: StreamError?
    var failed = 0
    var skipped = 0
    var done = 0
    /// How many characters the progress takes that stands on the terminal now.
    var barWidth = 0
  }

  private static let mostBuffered = 32 << 10
  private static let interval = Duration.milliseconds(200)

  private let detail: Detail
  private let clock: any WallClock
  private let showsProgress: Bool
  private let start: Duration
  private let state = Locked(State())

  init(_ detail: Detail, clock: any WallClock) {
    self.detail = detail
    self.clock = clock
    showsProgress = if case .progress = detail { isatty(STDOUT_FILENO) == 1 } else { false }
    start = clock.monotonicNow()
  }

  /// What has come of everything so far.
  var status: S3Status {
    state.withLock { $0.failed > 0 ? .failed : $0.skipped > 0 ? .skipped : .success }
  }

  // MARK: - Lines

  /// Something was done.
  func result(_ line: String) {
    switch detail {
    case .errors, .nothing: return
    case .progress, .lines: break
    }
    state.withLock { state in
      state.done += 1
      state.buffer += line.utf8
      state.buffer.append(0x0A)
      if state.buffer.count >= Self.mostBuffered { Self.flush(&state) }
    }
  }

  /// A file or object could not be transferred or deleted.
  func failure(_ line: String) {
    state.withLock { $0.failed += 1 }
    say(line)
  }

  /// A file or object was left out.
  func warning(_ line: String) {
    state.withLock { $0.skipped += 1 }
    say("warning: " + line)
  }

  private func say(_ line: String) {
    if case .nothing = detail { return }
    state.withLock { state in
      Self.flush(&state)
      try? StandardError.send(line + "\n")
    }
  }

  // MARK: - The progress

  /// Does something, during which lines are written as time passes, and all of them when it ends.
  ///
  /// - Parameter progress: How far it has got.
  /// - Throws: What `body` throws; `StreamError` if standard output cannot be written.
  func showing<Value>(_ progress: S3.TransferProgress?, _ body: () async throws -> Value) async throws -> Value {
    let ticker = Task { [self] in
      while !Task.isCancelled {
        try await clock.sleep(for: Self.interval)
        tick(progress?.state)
      }
    }
    let result: Result<Value, any Error>
    do { result = .success(try await body()) } catch { result = .failure(error) }
    ticker.cancel()
    _ = await ticker.result
    let problem = state.withLock { state in
      Self.flush(&state)
      return state.problem
    }
    let value = try result.get()
    if let problem { throw problem }
    return value
  }

  private func tick(_ progress: S3.TransferProgress.State?) {
    state.withLock { state in
      Self.flush(&state)
      guard showsProgress, let progress else { return }
      let line = bar(progress, done: state.done)
      state.barWidth = line.utf8.count
      Self.write(Array(("\r" + line).utf8), &state)
    }
  }

  private func bar(_ progress: S3.TransferProgress.State, done: Int) -> String {
    let seconds = max((clock.monotonicNow() - start).seconds, 0.001)
    let rate = ByteSize.text(Int64(Double(progress.transferred) / seconds)) + "/s"
    guard let total = progress.total, total > 0 else {
      return "\(ByteSize.text(progress.transferred))  \(rate)  \(done) done"
    }
    let share = min(1, Double(progress.transferred) / Double(total))
    let filled = Int(share * 30)
    return "[" + String(repeating: "#", count: filled) + String(repeating: "-", count: 30 - filled)
      + "] \(Int(share * 100)) %  \(ByteSize.text(progress.transferred)) of \(ByteSize.text(total))  \(rate)"
  }

  // MARK: - Writing

  private static func flush(_ state: inout State) {
    if state.barWidth > 0 {
      let blank = "\r" + String(repeating: " ", count: state.barWidth) + "\r"
      state.barWidth = 0
      write(Array(blank.utf8), &state)
    }
    guard !state.buffer.isEmpty else { return }
    let bytes = state.buffer
    state.buffer.removeAll(keepingCapacity: true)
    write(bytes, &state)
  }

  /// Writes, unless standard output takes nothing more; then the transfer goes on, and that is its last error.
  private static func write(_ bytes: [UInt8], _ state: inout State) {
    guard state.problem == nil else { return }
    do {
      try StandardOutput.send(bytes)
    } catch {
      state.problem = error as? StreamError
    }
  }
}
