/// When an instance asks next.
struct Event {
  let time: Double
  let instance: Int

  /// Events of the same time come in the order of their instances, so that a run can be repeated.
  static func < (first: Event, second: Event) -> Bool {
    first.time == second.time ? first.instance < second.instance : first.time < second.time
  }
}

/// A binary heap: the earliest event first.
struct EventQueue {
  private var heap: [Event] = []

  var first: Event? { heap.first }

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

  /// Takes the first event out and puts another one in.
  mutating func replaceFirst(with event: Event) {
    var parent = 0
    while true {
      var child = 2 * parent + 1
      guard child < heap.count else { break }
      if child + 1 < heap.count, heap[child + 1] < heap[child] { child += 1 }
      guard heap[child] < event else { break }
      heap[parent] = heap[child]
      parent = child
    }
    heap[parent] = event
  }
}
