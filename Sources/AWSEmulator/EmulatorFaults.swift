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

  /// The response is delayed by the given time, and the request is carried out, unless a later rule makes it fail:
  /// unlike with other actions, the rules after this one are checked as well.
  public static func delay(_ duration: Duration) -> EmulatedFaultAction { EmulatedFaultAction(kind: .delay(duration)) }

  /// The request is not carried out. The response is an error in the format of the service.
  ///
  /// - Parameters:
  ///   - status: The HTTP status, from 200 to 599.
  ///   - code: The error's code; for Elasticsearch, the error's type.
  ///   - message: The error's message.
  public static func respond(status: Int, code: String, message: String = "An injected fault.") -> EmulatedFaultAction {
    EmulatedFaultAction(kind: .respond(status: status, code: code, message: message))
  }

  /// The request is not carried out, and the response says that there are too many requests: 503 `SlowDown` by S3, 429
  /// by Elasticsearch, 400 `Throttling` by STS, 429 by all other services.
  public static let throttle = EmulatedFaultAction(kind: .throttle)
  /// The request is not carried out, and its connection is reset.
  public static let reset = EmulatedFaultAction(kind: .reset)
  /// The request is carried out, then the connection is reset in place of the response.
  public static let loseResponse = EmulatedFaultAction(kind: .loseResponse)
  /// The request is carried out at once, but its response is sent only after the given time.
  public static func respondLate(by duration: Duration) -> EmulatedFaultAction {
    EmulatedFaultAction(kind: .respondLate(duration))
  }
  /// The request is carried out, but the response is incomplete: after its header fields and the given number of bytes
  /// of its body, the connection is closed.
  public static func truncateBody(afterBytes: Int) -> EmulatedFaultAction {
    EmulatedFaultAction(kind: .truncate(afterBytes: max(0, afterBytes)))
  }
  /// The request is not carried out, and no response is sent. The connection stays open until the client closes it or
  /// the emulator stops.
  public static let hang = EmulatedFaultAction(kind: .hang)
}

/// A rule that makes requests fail on purpose: what happens, and to which requests.
public struct EmulatedFaultRule: Sendable, Hashable {
  /// What happens to a request that the rule matches.
  public var action: EmulatedFaultAction
  /// The service that a request must be for to match; `nil` for any service.
  public var service: EmulatorService?
  /// The HTTP method that a request must have to match, such as `GET`; `nil` for any method.
  public var method: String?
  /// The text that a request's path must begin with to match, percent-encoded as it is sent; `nil` for any path.
  public var pathPrefix: String?
  /// The maximum number of requests that the rule is applied to; later ones are not affected. `nil` for no limit.
  public var limit: Int?
  /// The number of matching requests that the rule is not applied to, before the first one that it is applied to.
  public var skipping: Int
  /// The probability that the rule is applied to a matching request, from 0 (never) to 1 (always).
  public var probability: Double

  /// Makes a rule that makes requests fail on purpose.
  ///
  /// - Parameters:
  ///   - action: What happens to a request that matches.
  ///   - service: The service that a request must be for to match; `nil` for any service.
  ///   - method: The HTTP method that a request must have to match; `nil` for any method.
  ///   - pathPrefix: The text that a request's path must begin with to match, percent-encoded as it is sent; `nil` for
  ///     any path.
  ///   - skipping: The number of matching requests that the rule is not applied to, before the first one that it is
  ///     applied to.
  ///   - limit: The maximum number of requests that the rule is applied to; `nil` for no limit.
  ///   - probability: The probability that the rule is applied to a matching request, from 0 (never) to 1 (always).
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

/// The rules by which an ``Emulator`` makes requests fail on purpose. They are checked for each request in the order in
/// which they were added; the first one that does more than delay the request is the last one that is applied.
public final class EmulatorFaults: Sendable {
  /// Identifies a rule that was added, for ``EmulatorFaults/remove(_:)`` and ``EmulatorFaults/strikes(of:)``.
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

  /// Adds a rule after all others. It applies to requests that arrive from now on. Returns the id with which it can be
  /// removed.
  @discardableResult
  public func add(_ rule: EmulatedFaultRule) -> ID {
    box.withLockedValue { state in
      let id = ID(value: state.next)
      state.next += 1
      state.entries.append(Entry(id: id, rule: rule))
      return id
    }
  }

  /// Adds a rule that resets the connection of every request to the instance metadata service. To make the service work
  /// again, remove the rule with the id that is returned.
  @discardableResult
  public func takeInstanceMetadataDown() -> ID { add(EmulatedFaultRule(.reset, service: .instanceMetadata)) }

  /// Removes a rule. If there is no rule with this id, nothing happens.
  public func remove(_ id: ID) { box.withLockedValue { $0.entries.removeAll { $0.id == id } } }

  /// Removes all rules, so that no request fails on purpose.
  public func removeAll() { box.withLockedValue { $0.entries.removeAll() } }

  /// How many requests a rule has been applied to so far; 0 if the rule has been removed.
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
