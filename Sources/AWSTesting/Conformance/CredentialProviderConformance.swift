import AWSCore
public import AWSCredentials

/// Checks that a credential provider of your own follows the rules of ``/AWSCredentials/CredentialProvider``.
///
/// The checks can be run in any test framework: ``run()`` returns a ``Report``, and ``verify()`` throws one if a check
/// fails.
///
/// ```swift
/// @Test func vaultSourceConforms() async throws {
///   var conformance = CredentialProviderConformance { VaultCredentialProvider(address: address) }
///   conformance.failing = { .init(provider: VaultCredentialProvider(address: refusing), heal: { refusing.permit() }) }
///   conformance.hanging = { VaultCredentialProvider(address: silent) }
///   conformance.secrets = ["the vault's token"]
///   try await conformance.verify()
/// }
/// ```
///
/// The time limits of the checks are in real time, because the provider may wait for events outside the test.
public struct CredentialProviderConformance: Sendable {
  /// A provider whose service refuses every request, and a closure that makes the service work again.
  public struct FailingCredentialProvider: Sendable {
    /// A provider whose service refuses every request.
    public var provider: any CredentialProvider
    /// Makes the service return credentials from now on. It is `nil` if the test cannot do that; what needs it is then
    /// not checked.
    public var heal: (@Sendable () async throws -> Void)?

    /// Makes a failing provider.
    ///
    /// - Parameters:
    ///   - provider: The provider whose service refuses.
    ///   - heal: Makes the service return credentials from now on; `nil`, the default, if the test cannot do that.
    public init(provider: any CredentialProvider, heal: (@Sendable () async throws -> Void)? = nil) {
      self.provider = provider
      self.heal = heal
    }
  }

  /// Returns a new provider each time it is called. The providers have to return credentials.
  public var make: @Sendable () async throws -> any CredentialProvider
  /// Makes a provider whose service refuses every request. With `nil`, the default, the checks of errors are left out.
  public var failing: (@Sendable () async throws -> FailingCredentialProvider)?
  /// Makes a provider whose service never responds. With `nil`, the default, the checks of cancellation use a provider
  /// that returns credentials.
  public var hanging: (@Sendable () async throws -> any CredentialProvider)?
  /// Texts that must not appear in any description or error of the provider, in addition to the secrets of the
  /// credentials that it returns. None by default.
  public var secrets: [String] = []
  /// How long a fetch may take, and how long a cancelled fetch may take to end. The default is 5 seconds.
  public var timeLimit: Duration = .seconds(5)
  /// The clock that the expirations of the credentials are compared with. The default is the system's clock.
  public var clock: any WallClock = SystemWallClock()

  /// Makes the checks for one kind of provider.
  ///
  /// - Parameter make: Returns a new provider each time it is called. The providers have to return credentials.
  public init(make: @escaping @Sendable () async throws -> any CredentialProvider) { self.make = make }

  /// Runs all checks, one after the other, and returns their results. This takes at most about ten times ``timeLimit``.
  public func run() async -> Report {
    var checks: [Report.Check] = []
    for (name, check) in Self.checks {
      var outcome: Report.Outcome
      do {
        outcome = try await check(self)
      } catch let failure as Failure {
        outcome = .failed(failure.reason)
      } catch {
        outcome = .failed("the closure that makes the provider threw an error of the type \(type(of: error))")
      }
      if case .failed(let reason) = outcome { outcome = .failed(hidden(reason)) }
      checks.append(Report.Check(name: name, outcome: outcome))
    }
    return Report(checks: checks)
  }

  /// Runs all checks, one after the other, and throws their results if a check fails.
  ///
  /// - Throws: ``Report`` if a check fails.
  public func verify() async throws {
    let report = await run()
    if !report.passed { throw report }
  }

  private func hidden(_ text: String) -> String {
    EchoRedaction(secrets).redacted(text)
  }

  struct Failure: Error { let reason: String }
}

extension CredentialProviderConformance {
  /// The results of all checks of a provider. ``verify()`` throws it as an error.
  public struct Report: Error, Sendable, Hashable, CustomStringConvertible {
    /// The result of one check.
    public enum Outcome: Sendable, Hashable {
      /// The provider follows the rule that was checked.
      case passed
      /// The provider breaks the rule that was checked; the text says how.
      case failed(String)
      /// The rule could not be checked; the text says why.
      case notChecked(String)
    }

    /// One check and its result.
    public struct Check: Sendable, Hashable {
      /// The rule that is checked, as a short text.
      public let name: String
      /// Whether the provider follows the rule, breaks it, or could not be checked.
      public let outcome: Outcome
    }

    /// The checks, in the order they ran.
    public let checks: [Check]

    /// Whether no check failed. Rules that could not be checked do not count as failed.
    public var passed: Bool { failures.isEmpty }

    /// The checks that failed.
    public var failures: [Check] {
      checks.filter { if case .failed = $0.outcome { true } else { false } }
    }

    /// One line for each check: its result, its name and, unless it passed, the reason.
    public var description: String {
      checks.map { check in
        switch check.outcome {
        case .passed: "passed       \(check.name)"
        case .failed(let reason): "FAILED       \(check.name): \(reason)"
        case .notChecked(let reason): "not checked  \(check.name): \(reason)"
        }
      }.joined(separator: "\n")
    }
  }
}
