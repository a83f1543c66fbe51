import AWSCore
public import AWSCredentials

/// A credential provider for tests that returns the results of a script (a list of results), counts its calls, and can
/// be made to hang.
///
/// ```swift
/// let provider = ScriptedCredentialProvider(results: [.success(first), .failure(outage), .success(second)])
/// provider.hold()                      // the next fetches hang …
/// let task = TestTask { try await provider.credentials() }
/// try await provider.waitForCalls(1)
/// provider.release()                   // … until released
/// ```
///
/// A hanging fetch takes its result from the script when ``release()`` is called, not when the fetch begins. So a test
/// can decide what the fetch will return while it hangs. A fetch that is cancelled while it hangs throws
/// ``CredentialError/Code/cancelled`` and takes no result from the script.
public final class ScriptedCredentialProvider: CredentialProvider {
  /// One result of the script: credentials, or an error to throw.
  public typealias Outcome = Result<Credentials, CredentialError>

  /// The name of this provider in messages and logs.
  public let name: String
  /// What a cache may do with this provider's credentials when a refresh fails. The default is
  /// ``/AWSCredentials/StalenessPolicy/strict``.
  public let staleness: StalenessPolicy

  private let results: Locked<[Outcome]>
  private let result: (@Sendable (_ call: Int) async throws(CredentialError) -> Credentials)?
  private let calls = CountWaiters("calls of the provider")
  private let gate = Gate()

  /// Makes a provider that returns the given results one after the other.
  ///
  /// A call for which no result is left throws ``CredentialError/Code/failed``.
  ///
  /// - Parameters:
  ///   - name: The name of the provider in messages and logs.
  ///   - staleness: What a cache may do with this provider's credentials when a refresh fails.
  ///   - results: The results, in the order of the calls.
  public init(name: String = "scripted", staleness: StalenessPolicy = .strict, results: [Outcome] = []) {
    self.name = name
    self.staleness = staleness
    self.results = Locked(results)
    result = nil
  }

  /// Makes a provider that calls a closure to get the result of each call.
  ///
  /// - Parameters:
  ///   - name: The name of the provider in messages and logs.
  ///   - staleness: What a cache may do with this provider's credentials when a refresh fails.
  ///   - result: Returns the result of a call; its argument is the number of the call, counted from 1.
  public init(
    name: String = "scripted",
    staleness: StalenessPolicy = .strict,
    result: @escaping @Sendable (_ call: Int) async throws(CredentialError) -> Credentials
  ) {
    self.name = name
    self.staleness = staleness
    results = Locked([])
    self.result = result
  }

  /// Adds results to the end of the script. Has no effect on a provider made with a closure.
  ///
  /// - Parameter more: The results to add, in the order of the calls.
  public func enqueue(_ more: Outcome...) {
    results.withLock { results in results += more }
  }

  /// Makes every fetch from now on hang until ``release()``.
  public func hold() { gate.close() }

  /// Lets every hanging fetch, and every later one, continue.
  public func release() { gate.open() }

  /// How many fetches have begun, including those that hang.
  public var callCount: Int { calls.count }

  /// Waits until at least the given number of fetches have begun, counted since the provider was made.
  ///
  /// - Parameter count: How many fetches to wait for.
  /// - Throws: `CancellationError` if the task is cancelled; ``TestLimitError`` after ``TestLimit/duration``.
  public func waitForCalls(_ count: Int) async throws { try await calls.wait(for: count) }

  /// Returns or throws the next result of the script. After ``hold()`` it first waits for ``release()``.
  public func credentials() async throws(CredentialError) -> Credentials {
    let call = calls.increment()
    do {
      try await gate.pass()
    } catch {
      throw CredentialError(.cancelled, provider: name, message: "The fetch was cancelled.", cause: error)
    }
    if let result { return try await result(call) }
    let next = results.withLock { results in results.isEmpty ? nil : results.removeFirst() }
    guard let next else {
      throw CredentialError(
        .failed, provider: name, message: "The script has no result for call \(call); enqueue one or use a closure.")
    }
    return try next.get()
  }
}
