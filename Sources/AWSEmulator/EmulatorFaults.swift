import NIOConcurrencyHelpers

/// What a fault does to a request.
public struct EmulatedFaultAction: Sendable, Hashable {
  enum Kind: Sendable, Hashable {
    case delay(Duration)
    case respond(status: Int, code: String, message: String)
    case throttle
    case reset
    case loseResponse
    case respondLate(Duration)
    case truncate(afterBytes: Int)
    case hang
  }

  let kind: Kind

  /// The response is delayed by a time. Rules after this one are checked as well.
  public static func delay(_ duration: Duration) -> EmulatedFaultAction { EmulatedFaultAction(kind: .delay(duration)) }

  /// The request gets an error in the service's own format, and is not carried out.
  ///
  /// - Parameters:
  ///   - status: The HTTP status, from 200 to 599.
  ///   - code: The error's code, or its type in Elasticsearch's terms.
  ///   - message: The error's message.
  public static func respond(status: Int, code: String, message: String = "An injected fault.") -> EmulatedFaultAction {
    EmulatedFaultAction(kind: .respond(status: status, code: code, message: message))
  }

  /// The request is throttled: 503 `SlowDown` by S3, 429 by Elasticsearch, 400 `Throttling` by STS, 429 by the
  /// metadata endpoints.
  public static let throttle = EmulatedFaultAction(kind: .throttle)
  /// The connection is reset; the request is not carried out.
  public static let reset = EmulatedFaultAction(kind: .reset)
  /// The request is carried out, then the connection is reset in place of the response.
  public static let loseResponse = EmulatedFaultAction(kind: .loseResponse)
  /// The request is carried out at once, and its response comes late.
  public static func respondLate(by duration: Duration) -> EmulatedFaultAction {
    EmulatedFaultAction(kind: .respondLate(duration))
  }
  /// The request is carried out; the response's head is complete and its body ends too early, with the connection closed.
  public static func truncateBody(afterBytes: Int) -> EmulatedFaultAction {
    EmulatedFaultAction(kind: .truncate(afterBytes: max(0, afterBytes)))
  }
  /// The request is neither carried out nor responded to, until the client gives up or the emulator stops.
  public static let hang = EmulatedFaultAction(kind: .hang)
}

/// A fault, and the requests that it applies to.
public struct EmulatedFaultRule: Sendable, Hashable {
  /// What happens to a request that the rule matches.
  public var action: EmulatedFaultAction
  /// The service whose requests match; `nil` for any.
  public var service: EmulatorService?
  /// The HTTP method of requests that match; `nil` for any.
  public var method: String?
  /// What the request's path begins with as it is on the wire, or `nil` for any path.
  public var pathPrefix: String?
  /// How many requests fail at most; `nil` for no limit.
  public var limit: Int?
  /// How many matching requests succeed before the first one fails.
  public var skipping: Int
  /// How likely a matching request fails, from 0 to 1.
  public var probability: Double

  /// Makes a rule for which requests fail, and how.
  ///
  /// - Parameters:
  ///   - action: What happens to a request that matches.
  ///   - service: The service that matches; `nil` for any.
  ///   - method: The HTTP method that matches; `nil` for any.
  ///   - pathPrefix: What the request's path begins with as it is on the wire, or `nil` for any path.
  ///   - skipping: How many matching requests succeed before the first one fails.
  ///   - limit: How many requests fail at most; `nil` for no limit.
  ///   - probability: How likely a matching request fails, from 0 to 1.
  public init(
    _ action: EmulatedFaultAction, service: EmulatorService? = nil, method: String? = nil, pathPrefix: String? = nil,
    skipping: Int = 0, limit: Int? = nil, probability: Double = 1
  ) {
    self.action = action
    self.service = service
    self.method = method
    self.pathPrefix = pathPrefix
    self.skipping = skipping
    self.limit = limit
    self.probability = probability
  }

  func matches(service: EmulatorService, method: String, path: String) -> Bool {
    (self.service == nil || self.service == service) && (self.method == nil || self.method == method)
      && (pathPrefix.map { path.utf8.starts(with: $0.utf8) } ?? true)
  }
}

/// The faults of an ``Emulator``: rules that are checked for each request, in the order in which they were added.
public final class EmulatorFaults: Sendable {
  /// Identifies a rule that was added.
  public struct ID: Sendable, Hashable {
    fileprivate let value: Int
  }

  private struct Entry {
    let id: ID
    var rule: EmulatedFaultRule
    var strikes = 0
    var isUsedUp: Bool { rule.limit.map { strikes >= $0 } ?? false }
  }

  private let box = NIOLockedValueBox<(entries: [Entry], next: Int)>(([], 0))
  private let randomness: @Sendable () -> Double

  init(randomness: @escaping @Sendable () -> Double) { self.randomness = randomness }

  /// Adds a rule, in force from the next request on.
  @discardableResult
  public func add(_ rule: EmulatedFaultRule) -> ID {
    box.withLockedValue { state in
      let id = ID(value: state.next)
      state.next += 1
      state.entries.append(Entry(id: id, rule: rule))
      return id
    }
  }

  /// Adds a rule that refuses every request to the instance metadata service by resetting its connection.
  @discardableResult
  public func takeInstanceMetadataDown() -> ID { add(EmulatedFaultRule(.reset, service: .instanceMetadata)) }

  /// Removes a rule. Removing it again has no effect.
  public func remove(_ id: ID) { box.withLockedValue { $0.entries.removeAll { $0.id == id } } }

  /// Removes all rules, so that no request fails on purpose.
  public func removeAll() { box.withLockedValue { $0.entries.removeAll() } }

  /// How many requests have failed because of a rule; 0 once it is removed.
  public func strikes(of id: ID) -> Int {
    box.withLockedValue { $0.entries.first { $0.id == id }?.strikes ?? 0 }
  }

  /// What happens to a request: the delays of all rules up to the first that does more.
  func strike(service: EmulatorService, method: String, path: String) -> (delay: Duration, action: EmulatedFaultAction?)
  {
    var delay = Duration.zero
    var asked = -1
    while let candidate = candidate(after: asked, service: service, method: method, path: path) {
      asked = candidate.id.value
      // Numbers are drawn by the user's closure, which may use these faults, so never with the lock held.
      if candidate.probability < 1, randomness() >= candidate.probability { continue }
      guard let action = take(candidate.id) else { continue }
      guard case .delay(let duration) = action.kind else { return (delay, action) }
      delay += duration
    }
    return (delay, nil)
  }

  /// The next rule that may strike a request.
  private func candidate(
    after asked: Int, service: EmulatorService, method: String, path: String
  ) -> (id: ID, probability: Double)? {
    box.withLockedValue { state in
      for index in state.entries.indices where state.entries[index].id.value > asked {
        let rule = state.entries[index].rule
        guard rule.matches(service: service, method: method, path: path) else { continue }
        if rule.skipping > 0 {
          state.entries[index].rule.skipping -= 1
          continue
        }
        if state.entries[index].isUsedUp { continue }
        return (state.entries[index].id, rule.probability)
      }
      return nil
    }
  }

  /// Lets a rule strike; `nil` if it is gone or used up meanwhile.
  private func take(_ id: ID) -> EmulatedFaultAction? {
    box.withLockedValue { state in
      guard let index = state.entries.firstIndex(where: { $0.id == id }), !state.entries[index].isUsedUp else {
        return nil
      }
      state.entries[index].strikes += 1
      return state.entries[index].rule.action
    }
  }
}
