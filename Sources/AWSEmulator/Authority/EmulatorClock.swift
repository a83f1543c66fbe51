#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
import NIOConcurrencyHelpers

/// The emulator's wall clock: the injected one plus an offset that can be moved.
final class EmulatorClock: Sendable {
  private let base: @Sendable () -> Date
  private let offsetBox = NIOLockedValueBox<Duration>(.zero)

  init(_ base: @escaping @Sendable () -> Date) { self.base = base }

  var offset: Duration {
    get { offsetBox.withLockedValue { $0 } }
    set { offsetBox.withLockedValue { $0 = newValue } }
  }

  func now() -> Date { base().addingTimeInterval(offset.inSeconds) }
}
