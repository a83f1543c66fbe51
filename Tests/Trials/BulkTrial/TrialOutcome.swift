/// What a run came to.
struct TrialOutcome {
  let run: Arguments.Run
  let documents: Int
  let account: TrialAccount
  /// How often each document is on the server.
  let stored: [Int: Int]
  let faults: [String: Int]
  let keys: Int
  let duration: Duration
  let isBad: (Int) -> Bool

  private var acknowledged: [Int] { account.groups.filter { $0.value.contains(.acknowledged) }.map(\.key) }

  /// Acknowledged, but not on the server.
  var lost: Int { acknowledged.count { (stored[$0] ?? 0) == 0 } }

  /// Acknowledged, and on the server more than once.
  var twice: Int { acknowledged.count { (stored[$0] ?? 0) > 1 } }

  /// Failed or unsent, but on the server.
  var storedAllTheSame: Int {
    account.groups.count { number, groups in
      (groups == [.failed] || groups == [.unsent]) && (stored[number] ?? 0) > 0
    }
  }

  /// Documents that are in no group, or in several.
  var misplaced: Int { (0..<documents).count { account.groups[$0]?.count != 1 } }

  /// Documents that a server could take.
  var good: Int { (0..<documents).count { !isBad($0) } }

  /// What must not be.
  var problems: [String] {
    var problems: [String] = []
    if lost > 0 { problems.append("\(lost) acknowledged but lost") }
    if twice > 0 { problems.append("\(twice) acknowledged and there twice") }
    if misplaced > 0 { problems.append("\(misplaced) in no group or several") }
    if storedAllTheSame > 0 { problems.append("\(storedAllTheSame) stored although failed or unsent") }
    let (unknown, unsent) = (account.count(.unknown), account.count(.unsent))
    if !run.hasFaults, unknown + unsent > 0 { problems.append("\(unknown) unknown, \(unsent) unsent without a fault") }
    if run.hasIDs {
      // Ten attempts did not run out in any run, so that nothing may be of unknown fate.
      if unknown > 0 { problems.append("\(unknown) unknown in spite of their ids") }
      if account.count(.acknowledged) * 100 < good * 99 { problems.append("fewer than 99 % acknowledged") }
    }
    return problems
  }
}
