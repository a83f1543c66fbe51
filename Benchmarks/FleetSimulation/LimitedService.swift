/// A token service with a rate limit: a bucket of tokens, filled evenly, and nothing at all during the outage.
///
/// A refused request costs no token, which is kind to those who ask without pause: services that charge for refusals, or
/// that slow down under them, recover later than this one.
struct LimitedService {
  enum Verdict { case granted, throttled, unavailable }

  private let rate: Double
  private let outage: Range<Double>
  private var tokens: Double
  private var filled = 0.0

  init(_ scenario: Scenario) {
    rate = scenario.rate
    outage = scenario.outage
    tokens = scenario.rate
  }

  mutating func verdict(at time: Double) -> Verdict {
    guard !outage.contains(time) else { return .unavailable }
    tokens = min(rate, tokens + (time - filled) * rate)
    filled = time
    guard tokens >= 1 else { return .throttled }
    tokens -= 1
    return .granted
  }
}
