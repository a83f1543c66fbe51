import AWSElasticClient

/// The actions of a bulk request, as the proxy reads them.
struct BulkBody {
  struct Action {
    /// Both lines, with their ends.
    let lines: ArraySlice<UInt8>
    let id: String?
    /// The document's number.
    let number: Int
  }

  let actions: [Action]

  /// Reads `index` actions; `nil` if there is anything else.
  init?(_ body: [UInt8]) {
    var actions: [Action] = []
    var rest = body[...]
    while !rest.isEmpty {
      guard let first = rest.firstIndex(of: 0x0A), let second = rest[(first + 1)...].firstIndex(of: 0x0A),
        let meta = JSONValue(json: Array(rest[..<first]))?["index"],
        let number = JSONValue(json: Array(rest[(first + 1)..<second]))?["n"]?.int
      else { return nil }
      actions.append(Action(lines: rest[...second], id: meta["_id"]?.string, number: number))
      rest = rest[(second + 1)...]
    }
    self.actions = actions
  }
}
