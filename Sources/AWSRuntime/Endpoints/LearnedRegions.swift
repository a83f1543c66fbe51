import AWSCore
import Synchronization

/// The regions in which a service's resources are, as far as its responses have told.
///
/// It remembers the latest of them, up to a number. To look one up costs next to nothing as long as none is there.
package final class LearnedRegions: Sendable {
  private struct State {
    var regions: [String: String] = [:]
    /// The names in the order in which they were learned.
    var names: [String] = []
  }

  private let state = Locked(State())
  private let isInUse = Atomic(false)
  private let capacity: Int

  /// - Parameter capacity: How many are remembered.
  package init(capacity: Int = 1000) { self.capacity = max(1, capacity) }

  /// How many are remembered.
  package var count: Int { state.withLock { $0.regions.count } }

  /// The region of a resource; `nil` if it is not known.
  package subscript(name: String) -> String? {
    guard isInUse.load(ordering: .relaxed) else { return nil }
    return state.withLock { $0.regions[name] }
  }

  /// Remembers where a resource is.
  package func learn(_ region: String, of name: String) {
    state.withLock { state in
      guard state.regions.updateValue(region, forKey: name) == nil else { return }
      if state.names.count >= capacity { state.regions[state.names.removeFirst()] = nil }
      state.names.append(name)
    }
    isInUse.store(true, ordering: .relaxed)
  }

  /// Forgets where a resource is, because it is there no longer.
  package func forget(_ name: String) {
    guard isInUse.load(ordering: .relaxed) else { return }
    state.withLock { state in
      guard state.regions.removeValue(forKey: name) != nil else { return }
      state.names.removeAll { $0 == name }
    }
  }
}
