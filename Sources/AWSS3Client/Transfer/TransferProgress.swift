import AWSCore

extension S3 {
  /// How far a transfer has got. Give it to a call, and read it meanwhile.
  ///
  /// ```swift
  /// let progress = S3.TransferProgress()
  /// let reporting = Task { for await state in progress.updates { print(state.transferred, state.total ?? 0) } }
  /// try await s3.upload(file: "/var/backup.tar", bucket: "backups", key: "today.tar", progress: progress)
  /// ```
  ///
  /// A value serves one call.
  public final class TransferProgress: Sendable {
    /// How far a transfer has got at one moment.
    public struct State: Sendable, Hashable {
      /// How many bytes have been transferred, and, for an upload, accepted by S3.
      public let transferred: Int64
      /// How many bytes there are; `nil` if that is not known yet.
      public let total: Int64?
    }

    private let values = Locked(State(transferred: 0, total: nil))
    private let broadcast = Broadcast<State>()
    private let itemBroadcast = Broadcast<TransferItem>()
    /// The progress of the directory that this one is a part of; `nil` if it is no part.
    private let whole: TransferProgress?

    /// Makes a value for one call.
    public init() { whole = nil }

    private init(of whole: TransferProgress) { self.whole = whole }

    /// How far the transfer has got now.
    public var state: State { values.withLock { $0 } }

    /// The states from now on. A stream that is not read keeps the newest state only. It ends when the call ends.
    public var updates: AsyncStream<State> { broadcast.subscribe(keeping: 1) }

    /// What is done with each file or object of a directory or prefix, from now on. Nothing is left out if the stream
    /// is read slowly. It ends when the call ends.
    public var items: AsyncStream<TransferItem> { itemBroadcast.subscribe(keeping: .max) }

    /// The progress of a file or object of a directory.
    func part() -> TransferProgress { TransferProgress(of: self) }

    /// Begins, also once more.
    func begin(total: Int64?) {
      let before = state.transferred
      if before != 0 { whole?.add(-before) }
      change { _ in State(transferred: 0, total: total) }
    }

    func report(_ item: TransferItem) { itemBroadcast.send(item) }

    func add(_ count: Int64) {
      whole?.add(count)
      change { state in
        State(transferred: state.transferred + count, total: state.total.map { max($0, state.transferred + count) })
      }
    }

    /// Everything has been transferred.
    func complete() { change { State(transferred: $0.transferred, total: $0.transferred) } }

    func finish() {
      broadcast.finish()
      itemBroadcast.finish()
    }

    private func change(_ make: (State) -> State) {
      let state = values.withLock { state in
        state = make(state)
        return state
      }
      broadcast.send(state)
    }
  }
}
