import Synchronization

/// Figures that come in from several threads, in the order of the policies.
final class Results: Sendable {
  private let slots: Mutex<[FleetFigures?]>

  init(count: Int) { slots = Mutex(Array(repeating: nil, count: count)) }

  func store(_ figures: FleetFigures, at index: Int) { slots.withLock { $0[index] = figures } }

  var all: [FleetFigures] { slots.withLock { $0.compactMap { $0 } } }
}
