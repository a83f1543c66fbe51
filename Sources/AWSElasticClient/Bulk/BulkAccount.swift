/// What one attempt came to for one action.
struct BulkOutcome {
  enum Fate {
    /// The service said what became of the action; `followsLoss` if an earlier attempt of the request may have carried it
    /// out already.
    case item(BulkItem, followsLoss: Bool)
    /// The request was refused as a whole, and nothing was done; with the error if another attempt may succeed.
    case refused(BulkItem, ElasticError?)
    /// It was sent, and nobody knows what became of it; `repeatingHelps` if another attempt has not been made already.
    case unknown(ElasticError, repeatingHelps: Bool)
    /// It was not sent.
    case unsent
  }
  let action: EncodedBulkAction
  let fate: Fate

  init(_ action: EncodedBulkAction, _ fate: Fate) {
    self.action = action
    self.fate = fate
  }
}

/// The account of a chunk's actions over all attempts.
struct BulkAccount {
  /// Actions that an attempt may have carried out without a word that it did.
  private var doubtful: Set<Int> = []
  /// Why the fate of an action stays unknown.
  private(set) var error: ElasticError?

  /// Notes that actions may have been carried out.
  mutating func doubt(_ actions: ArraySlice<EncodedBulkAction>) { doubtful.formUnion(actions.lazy.map(\.position)) }

  /// Enters what an attempt came to in the report, except for the actions to send again.
  ///
  /// From the last action to the first: one that a later action on the same document has overtaken, or may have, must not be
  /// sent again, or it would undo that.
  ///
  /// - Returns: The actions to send again.
  mutating func settle(
    _ outcomes: [BulkOutcome], mayRepeat: Bool, into report: inout BulkReport
  ) -> [EncodedBulkAction] {
    var overtaken: Set<EncodedBulkAction.Document> = []
    var again: [EncodedBulkAction] = []
    for outcome in outcomes.reversed() {
      let action = outcome.action
      let canRepeat = mayRepeat && action.document.map { !overtaken.contains($0) } ?? mayRepeat
      var mayHaveBeenDone = false
      switch outcome.fate {
      case .item(let item, let followsLoss):
        if followsLoss { doubtful.insert(action.position) }
        let isBusy = item.isBusy(isRepeatable: action.isRepeatable)
        if isBusy, canRepeat {
          again.append(action)
        } else if isBusy, doubtful.contains(action.position) {
          report.unknown.append(action.position)
          mayHaveBeenDone = true
        } else {
          report.items.append(item)
          mayHaveBeenDone = !item.isFailure
        }
      case .unknown(let error, let repeatingHelps):
        doubtful.insert(action.position)
        if repeatingHelps, canRepeat, action.isRepeatable {
          again.append(action)
        } else {
          self.error = self.error ?? error
          report.unknown.append(action.position)
          mayHaveBeenDone = true
        }
      case .refused(let item, let error):
        if error != nil, canRepeat {
          again.append(action)
          break
        }
        self.error = self.error ?? error
        if doubtful.contains(action.position) {
          report.unknown.append(action.position)
        } else {
          report.items.append(item)
        }
      case .unsent:
        if doubtful.contains(action.position) {
          report.unknown.append(action.position)
        } else {
          report.unsent.append(action.position)
        }
      }
      if mayHaveBeenDone, let document = action.document { overtaken.insert(document) }
    }
    return again.reversed()
  }
}

extension BulkItem {
  /// Whether the engine refused the action because it is busy, so that it may succeed a little later.
  ///
  /// 429 says that nothing was done. A block is no business of a moment: it stays until somebody lifts it.
  fileprivate func isBusy(isRepeatable: Bool) -> Bool {
    guard let error else { return false }
    if status == 429 { return error.type != "cluster_block_exception" }
    return isRepeatable && (502...504).contains(status)
  }
}
