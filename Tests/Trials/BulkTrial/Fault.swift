import AWSCore
import AWSCredentials

/// What goes wrong with a request.
enum Fault: String, CaseIterable {
  /// 503 without a stored document.
  case unavailable = "503"
  /// 503 of a proxy after the engine has stored the documents.
  case unavailableAfterwards = "503 stored"
  /// 502 without a stored document.
  case badGateway = "502"
  /// 504 of a load balancer after the engine has stored the documents.
  case timeoutAfterwards = "504 stored"
  /// 429 for all of it: the engine's queue is full.
  case rejected = "429"
  /// The connection is cut before anything is stored.
  case cut = "cut"
  /// The connection is cut after the engine has stored the documents.
  case cutAfterwards = "cut stored"
  /// The response breaks off.
  case half = "half"
  /// The response ends properly, in the middle of its JSON.
  case shortened = "shortened"
  /// Too large for the domain, if it is large.
  case tooLarge = "413"

  /// How likely it is.
  var probability: Double {
    switch self {
    case .unavailable, .rejected: 0.03
    case .tooLarge: 0.04
    default: 0.02
    }
  }
}

/// Draws the faults of a run.
final class FaultDice: Sendable {
  private struct State {
    var random: UInt64
    var counts: [String: Int] = [:]
  }

  private let state: Locked<State>
  private let isOn: Bool

  init(seed: UInt64, isOn: Bool) {
    state = Locked(State(random: seed))
    self.isOn = isOn
  }

  /// What happens to a request.
  func fault() -> Fault? {
    guard isOn else { return nil }
    var number = next()
    for fault in Fault.allCases {
      number -= fault.probability
      if number < 0 { return fault }
    }
    return nil
  }

  /// Whether an item is rejected because the engine is busy.
  func rejectsItem() -> Bool { isOn && next() < 0.03 }

  /// Whether an item's outcome lacks the reason, as that of OpenSearch Serverless does.
  func leavesReasonOut() -> Bool { next() < 0.5 }

  /// Whether a document is one that no server will ever take.
  func isBad(_ number: Int) -> Bool { isOn && number % 97 == 13 }

  func count(_ what: String) { state.withLock { $0.counts[what, default: 0] += 1 } }

  var counts: [String: Int] { state.withLock { $0.counts } }

  /// SplitMix64: a number from 0 up to 1.
  private func next() -> Double {
    state.withLock { state in
      state.random &+= 0x9e37_79b9_7f4a_7c15
      var bits = state.random
      bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
      bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
      bits ^= bits >> 31
      return Double(bits >> 11) / Double(1 << 53)
    }
  }
}
