import AWSS3Client

/// What a server, or our client, did otherwise than S3 does.
struct LiveDifference: Error, CustomStringConvertible {
  let description: String
  /// The outcome of the check.
  let outcome: LiveLack.Outcome

  init(_ description: String) {
    self.description = description
    outcome = .differs(description)
  }

  init(_ description: String, _ outcome: LiveLack.Outcome) {
    self.description = description
    self.outcome = outcome
  }
}

/// Throws a difference if the condition does not hold.
func demand(_ condition: Bool, _ difference: @autoclosure () -> String) throws {
  guard condition else { throw LiveDifference(difference()) }
}

/// Throws a difference if a value is not the expected one.
func demand<Value: Equatable>(_ found: Value, is expected: Value, _ what: String) throws {
  try demand(found == expected, "\(what) is \(short(found)), not \(short(expected))")
}

private func short(_ value: some Any) -> String {
  let text = "\(value)"
  return text.utf8.count <= 200 ? text : text.prefix(150) + "… (\(text.utf8.count) bytes as text)"
}

/// The error of a call that must be refused with this status and code; any other outcome is a difference.
@discardableResult
func demandRefusal(
  _ status: Int?, _ code: S3Error.Code, of call: () async throws -> Void
) async throws -> S3Error {
  do {
    try await call()
  } catch let error as S3Error {
    guard error.statusCode == status, error.code == code else {
      throw LiveDifference(
        "It is not refused with \(status ?? 0) \(code), but: \(error)", .refused(error.statusCode, error.code.rawValue))
    }
    return error
  }
  throw LiveDifference("It is not refused with \(status ?? 0) \(code).", .accepted)
}
