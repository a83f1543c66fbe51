/// A dictionary that knows which of its entries has not been used for the longest time. Each operation takes the same time,
/// however many entries there are.
struct RecentlyUsed<Key: Hashable, Value> {
  /// An entry, and the places of the ones that were used before and after it.
  private struct Entry {
    let key: Key
    let value: Value
    var older: Int?
    var newer: Int?
  }

  private var places: [Key: Int] = [:]
  private var entries: [Entry?] = []
  /// The places without an entry.
  private var free: [Int] = []
  private var oldest: Int?
  private var newest: Int?

  var count: Int { places.count }

  /// The value of a key, which is used now; `nil` if there is none.
  mutating func use(_ key: Key) -> Value? {
    guard let place = places[key], let entry = entries[place] else { return nil }
    if place != newest {
      unlink(entry)
      link(place)
    }
    return entry.value
  }

  /// Adds a value for a key that has none, which is used now.
  mutating func insert(_ value: Value, for key: Key) {
    let entry = Entry(key: key, value: value)
    let place: Int
    if let unused = free.popLast() {
      place = unused
      entries[place] = entry
    } else {
      place = entries.count
      entries.append(entry)
    }
    places[key] = place
    link(place)
  }

  /// Removes the entry that has not been used for the longest time.
  mutating func removeOldest() -> (key: Key, value: Value)? {
    guard let place = oldest, let entry = entries[place] else { return nil }
    unlink(entry)
    entries[place] = nil
    places[entry.key] = nil
    free.append(place)
    return (entry.key, entry.value)
  }

  /// Puts an entry at the end of those that were used.
  private mutating func link(_ place: Int) {
    entries[place]?.older = newest
    entries[place]?.newer = nil
    if let newest { entries[newest]?.newer = place } else { oldest = place }
    newest = place
  }

  private mutating func unlink(_ entry: Entry) {
    if let older = entry.older { entries[older]?.newer = entry.newer } else { oldest = entry.newer }
    if let newer = entry.newer { entries[newer]?.older = entry.older } else { newest = entry.older }
  }
}
