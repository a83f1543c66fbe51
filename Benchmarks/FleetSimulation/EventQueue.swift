/// When an instance asks next.
struct Event {
  let time: Double
  let instance: Int

  /// Events of the same time come in the order of their instances, so that a run can be repeated.
  static func < (first: Event, second: Event) -> Bool {
    first.time == second.time ? first.instance < second.instance : first.time < second.time
  }
}

/// The earliest event first.
///
/// Most events are "again at the next tick", which come in the order in which they are due: they stand in line, and only
/// the others go through a binary heap.
struct EventQueue {
  private var heap: [Event] = []
  private var line: [Event] = []
  private var served = 0

  mutating func insert(_ event: Event) {
    heap.append(event)
    var child = heap.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard event < heap[parent] else { break }
      heap[child] = heap[parent]
      child = parent
    }
    heap[child] = event
  }

  /// Adds an event that is due no earlier than all that were added this way before.
  mutating func append(_ event: Event) {
    if served == line.count {
      line.removeAll(keepingCapacity: true)
      served = 0
    } else if served > 1 << 18, served > line.count / 2 {
      line.removeFirst(served)
      served = 0
    }
    line.append(event)
  }

  mutating func popFirst() -> Event? {
    guard served < line.count else { return popHeap() }
    if let top = heap.first, top < line[served] { return popHeap() }
    served += 1
    return line[served - 1]
  }

  private mutating func popHeap() -> Event? {
    guard let first = heap.first, let last = heap.popLast() else { return nil }
    guard !heap.isEmpty else { return first }
    var parent = 0
    while true {
      var child = 2 * parent + 1
      guard child < heap.count else { break }
      if child + 1 < heap.count, heap[child + 1] < heap[child] { child += 1 }
      guard heap[child] < last else { break }
      heap[parent] = heap[child]
      parent = child
    }
    heap[parent] = last
    return first
  }
}
