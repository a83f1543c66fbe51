/// What became of every action of a bulk call. Each is in exactly one of four groups: ``acknowledged``, ``failed``,
/// ``unknown`` and ``unsent``.
public struct BulkReport: Sendable, Hashable {
  /// The actions whose outcome is known, in the order of the actions.
  public internal(set) var items: [BulkItem] = []
  /// The positions of the actions that were sent and of which nobody knows whether they were carried out: the response was
  /// lost, broke off or came from something on the way. To send them again can do them twice.
  public internal(set) var unknown: [Int] = []
  /// The positions of the actions that were never sent. They can be sent as they are.
  public internal(set) var unsent: [Int] = []
  /// How many requests were sent for it; those repeated by the retry of requests are not counted.
  public internal(set) var requests = 0

  /// The actions that succeeded.
  public var acknowledged: [BulkItem] { items.filter { !$0.isFailure } }
  /// The actions that were not carried out: that the service refused, each for itself or all of a request, or that cannot
  /// be encoded. A bulk call succeeds even if every action fails: look here.
  public var failed: [BulkItem] { items.filter(\.isFailure) }
  /// The same as ``failed``.
  public var failures: [BulkItem] { failed }
  /// Whether every action succeeded.
  public var isSuccess: Bool { unknown.isEmpty && unsent.isEmpty && !items.contains(where: \.isFailure) }

  mutating func sort() {
    items.sort { $0.position < $1.position }
    unknown.sort()
    unsent.sort()
  }
}

extension BulkReport: CustomStringConvertible {
  /// How many actions are in each group, and the first failures.
  public var description: String {
    let failed = failed
    var text =
      "\(items.count - failed.count) of \(items.count + unknown.count + unsent.count) actions succeeded in "
      + "\(requests) requests"
    if !unknown.isEmpty { text += ", \(unknown.count) of unknown fate" }
    if !unsent.isEmpty { text += ", \(unsent.count) not sent" }
    for failure in failed.prefix(3) { text += "; \(failure)" }
    if failed.count > 3 { text += "; …" }
    return text
  }
}
