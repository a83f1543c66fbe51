import AWSCore

/// Credential caches by what their credentials are for. Only those that were used most recently are kept.
///
/// A cache that is let go of, but that somebody still holds, keeps working, and is returned when it is asked for again.
package final class RecentCredentialCaches<Key: Hashable & Sendable>: Sendable {
  /// The largest number of caches that are kept.
  package let capacity: Int
  private let state = Locked(State())

  /// A cache that is no longer kept, for as long as somebody else holds it.
  private struct Released {
    weak var cache: CredentialCache?
  }

  private struct State {
    var kept = RecentlyUsed<Key, CredentialCache>()
    var released: [Key: Released] = [:]
    /// How many released caches there may be before those that nobody holds are forgotten.
    var sweepSize = 0
  }

  /// Makes an empty collection.
  ///
  /// - Parameter capacity: The largest number of caches that are kept; at least 1.
  package init(capacity: Int) { self.capacity = max(1, capacity) }

  /// The cache for a key.
  ///
  /// - Parameters:
  ///   - key: What its credentials are for.
  ///   - make: Makes the cache. It is called with a lock held, so it may call nobody's code.
  package func cache(for key: Key, make: () -> CredentialCache) -> CredentialCache {
    // What is let go of is released after the lock: the end of a cache runs code of others.
    let (cache, _) = state.withLock { state -> (CredentialCache, CredentialCache?) in
      if let kept = state.kept.use(key) { return (kept, nil) }
      let cache = state.released.removeValue(forKey: key)?.cache ?? make()
      let dropped = state.kept.count >= capacity ? release(&state) : nil
      state.kept.insert(cache, for: key)
      return (cache, dropped)
    }
    return cache
  }

  /// The number of caches that are kept now.
  package var count: Int { state.withLock { $0.kept.count } }

  /// How many caches are no longer kept but still remembered.
  package var releasedCount: Int { state.withLock { $0.released.count } }

  // Called with the lock held.
  private func release(_ state: inout State) -> CredentialCache? {
    guard let oldest = state.kept.removeOldest() else { return nil }
    state.released[oldest.key] = Released(cache: oldest.value)
    if state.released.count > max(state.sweepSize, capacity) {
      state.released = state.released.filter { $0.value.cache != nil }
      state.sweepSize = 2 * state.released.count
    }
    return oldest.value
  }
}
