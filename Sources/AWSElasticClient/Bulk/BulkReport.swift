/// The outcome of every action of a bulk call. Each action is in exactly one of four groups: ``acknowledged``,
/// ``failed``, ``unknown`` and ``unsent``.
public struct BulkReport: Sendable, Hashable {
  /// The outcomes of the actions that succeeded or failed, in the order in which the actions were passed to the call.
  /// The actions in ``unknown`` and ``unsent`` have no outcome here.
  public internal(set) var items: [BulkItem] = []
  /// The positions of the actions that were sent and whose outcome is unknown, because the response was lost, ended
  /// early or came from a proxy or gateway. Positions are counted from 0. If you send such an action again, it may be
  /// carried out twice.
  public internal(set) var unknown: [Int] = []
  /// The positions, counted from 0, of the actions that were never sent. Sending these actions again cannot carry any
  /// of them out twice.
  public internal(set) var unsent: [Int] = []
  /// The number of requests that the call was split into; retries of a whole request are not counted.
  public internal(set) var requests = 0

  /// The outcomes of the actions that succeeded.
  public var acknowledged: [BulkItem] { items.filter { !$0.isFailure } }
  /// The outcomes of the actions that were not carried out: the service rejected the action or the whole request, or
  /// the action could not be encoded. A bulk call does not throw even if every action fails, so check this list.
  public var failed: [BulkItem] { items.filter(\.isFailure) }
  /// The same as ``failed``.
  public var failures: [BulkItem] { failed }
  /// Whether every action succeeded: no action failed, is unknown or is unsent.
  public var isSuccess: Bool { unknown.isEmpty && unsent.isEmpty && !items.contains(where: \.isFailure) }

  mutating func sort() {
    items.sort { $0.position < $1.position }
    unknown.sort()
    unsent.sort()
  }
}

extension BulkReport: CustomStringConvertible {
  /// A text with the number of actions in each of the four groups, and with the first failures.
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
