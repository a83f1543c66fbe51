/// The outcome of one attempt for one action.
struct BulkOutcome {
  enum Fate {
    /// The service reported the action's outcome. `followsLoss` is `true` if an earlier attempt of the request, whose
    /// response was lost, may already have carried the action out.
    case item(BulkItem, followsLoss: Bool)
    /// The service refused the whole request without carrying out any action.
    case refused(BulkItem)
    /// The action was sent and its outcome is unknown. `repeatingHelps` is `false` if another attempt has already been
    /// made.
    case unknown(ElasticError, repeatingHelps: Bool)
    /// The action was not sent.
    case unsent
  }
  /// The action, with how often it has been sent by now.
  let action: EncodedBulkAction
  let fate: Fate

  /// Why an action is sent again.
  enum Repeat: Hashable {
    /// The engine rejected the action because it is busy.
    case busy
    /// The action's outcome is unknown, or the engine failed. Sending the action again counts as one of the request's
    /// attempts.
    case attempt
  }

  init(_ action: EncodedBulkAction, _ fate: Fate) {
    self.action = action
    self.fate = fate
  }

  /// Whether the action may have been carried out without a word that it was.
  fileprivate var isLoss: Bool {
    switch fate {
    case .item(_, let followsLoss): followsLoss
    case .unknown: true
    case .refused, .unsent: false
    }
  }

  /// The reason to send the action again; `nil` if a retry cannot help or is not safe.
  ///
  /// - Parameter maxAttempts: How many attempts an action has.
  func `repeat`(within maxAttempts: Int) -> Repeat? {
    let isRepeatable = action.isRepeatable && action.attempts < maxAttempts
    switch fate {
    case .item(let item, _):
      if item.isBusy { return .busy }
      return isRepeatable && item.isFailure && (502...504).contains(item.status) ? .attempt : nil
    case .unknown(_, let repeatingHelps): return repeatingHelps && isRepeatable ? .attempt : nil
    case .refused, .unsent: return nil
    }
  }

  fileprivate var error: ElasticError? {
    guard case .unknown(let error, _) = fate else { return nil }
    return error
  }
}

/// The account of a chunk's actions over all attempts.
struct BulkAccount {
  /// How many attempts an action has.
  let maxAttempts: Int
  /// Actions that an attempt may have carried out without a word that it did.
  private var doubtful: Set<Int> = []
  /// Why the fate of an action stays unknown.
  private(set) var error: ElasticError?

  init(maxAttempts: Int) { self.maxAttempts = maxAttempts }

  /// Whether there is an action to send again for a reason.
  func wants(_ reason: BulkOutcome.Repeat, _ outcomes: [BulkOutcome]) -> Bool {
    outcomes.contains { $0.repeat(within: maxAttempts) == reason }
  }

  /// Notes that actions may have been carried out.
  mutating func doubt(_ actions: [EncodedBulkAction]) { doubtful.formUnion(actions.lazy.map(\.position)) }

  /// Enters what an attempt came to in the report, except for the actions to send again.
  ///
  /// From the last action to the first: one that a later action on the same document has overtaken, or may have, must not be
  /// sent again, or it would undo that.
  ///
  /// - Parameter reasons: Why actions may be sent again.
  /// - Returns: The actions to send again.
  mutating func settle(
    _ outcomes: [BulkOutcome], repeating reasons: Set<BulkOutcome.Repeat>, into report: inout BulkReport
  ) -> [EncodedBulkAction] {
    // If nothing is sent again, nothing can be overtaken, and no document needs to be looked up.
    let mayRepeat = !reasons.isEmpty
    var overtaken: Set<EncodedBulkAction.Document> = []
    var again: [EncodedBulkAction] = []
    for outcome in outcomes.reversed() {
      var action = outcome.action
      if outcome.isLoss { doubtful.insert(action.position) }
      if mayRepeat, let reason = outcome.repeat(within: maxAttempts), reasons.contains(reason),
        action.document.map({ !overtaken.contains($0) }) ?? true
      {
        if reason == .busy { action.refusals += 1 }
        again.append(action)
        continue
      }
      error = error ?? outcome.error
      if enter(outcome, into: &report), mayRepeat, let document = action.document { overtaken.insert(document) }
    }
    return again.reversed()
  }

  /// Enters what is the last outcome of an action in the report.
  ///
  /// An action that an earlier attempt may have carried out is of unknown fate, unless the outcome tells about that attempt
  /// as well.
  ///
  /// - Returns: Whether the action was carried out, or may have been.
  private func enter(_ outcome: BulkOutcome, into report: inout BulkReport) -> Bool {
    let position = outcome.action.position
    let isDoubtful = doubtful.contains(position)
    switch outcome.fate {
    case .item(let item, _) where !isDoubtful || item.tellsOfEarlierAttempts, .refused(let item) where !isDoubtful:
      report.items.append(item)
      return !item.isFailure
    case .unsent where !isDoubtful:
      report.unsent.append(position)
      return false
    case .item, .refused, .unsent, .unknown:
      report.unknown.append(position)
      return true
    }
  }
}

extension BulkItem {
  /// Whether the engine refused the action because it is busy, so that it may succeed a little later.
  ///
  /// 429 says that nothing was done. A block is no business of a moment: it stays until somebody lifts it.
  fileprivate var isBusy: Bool {
    guard let error else { return false }
    return status == 429 && error.type != "cluster_block_exception"
      || status == 503 && ServerError.rejections.contains(error.type)
  }

  /// Whether an attempt before this one, whose response was lost, came to the same.
  ///
  /// What is refused for what it is (400, 404, 413) was refused then, too. A conflict may be with that very attempt, and a
  /// block (403, 429), a full queue or a failure says nothing about what came before it.
  fileprivate var tellsOfEarlierAttempts: Bool {
    !isFailure || status < 500 && status != 403 && status != 409 && status != 429
  }
}
