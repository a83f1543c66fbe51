import AWSCore
public import AWSCredentials

/// Checks that a credential provider of your own keeps what ``/AWSCredentials/CredentialProvider`` promises.
///
/// It works with every test framework: ask for a ``Report``, or call ``verify()``, which throws if a check fails.
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
/// Time limits are of real time, because a provider of your own may wait on anything.
public struct CredentialProviderConformance: Sendable {
  /// A provider whose service refuses, and the means to make the service work again.
  public struct FailingCredentialProvider: Sendable {
    /// The provider.
    public var provider: any CredentialProvider
    /// Makes the service respond as it should from now on; `nil` if it cannot be made to.
    public var heal: (@Sendable () async throws -> Void)?

    /// Makes a failing provider.
    public init(provider: any CredentialProvider, heal: (@Sendable () async throws -> Void)? = nil) {
      self.provider = provider
      self.heal = heal
    }
  }

  /// Makes a provider that works.
  public var make: @Sendable () async throws -> any CredentialProvider
  /// Makes a provider whose service refuses. Without it, what concerns errors is not checked.
  public var failing: (@Sendable () async throws -> FailingCredentialProvider)?
  /// Makes a provider whose service never responds. Without it, cancellation is checked on a provider that works.
  public var hanging: (@Sendable () async throws -> any CredentialProvider)?
  /// Texts that must not appear in any description or error, beside the secrets of the credentials.
  public var secrets: [String] = []
  /// How long a fetch, and a cancelled fetch, may take. The default is 5 seconds.
  public var timeLimit: Duration = .seconds(5)
  /// The clock that expirations are compared with.
  public var clock: any WallClock = SystemWallClock()

  /// Makes a check of a provider.
  ///
  /// - Parameter make: Makes a provider that works, a new one at each call.
  public init(make: @escaping @Sendable () async throws -> any CredentialProvider) { self.make = make }

  /// Runs every check, one after the other. It takes at most about ten times ``timeLimit``.
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

  /// Runs every check.
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
  /// What the checks found.
  public struct Report: Error, Sendable, Hashable, CustomStringConvertible {
    /// How a check went.
    public enum Outcome: Sendable, Hashable {
      /// The provider does as it should.
      case passed
      /// It does not; why.
      case failed(String)
      /// It could not be checked; why.
      case notChecked(String)
    }

    /// One check.
    public struct Check: Sendable, Hashable {
      /// What is checked.
      public let name: String
      /// How it went.
      public let outcome: Outcome
    }

    /// The checks, in the order they ran.
    public let checks: [Check]

    /// Whether no check failed.
    public var passed: Bool { failures.isEmpty }

    /// The checks that failed.
    public var failures: [Check] {
      checks.filter { if case .failed = $0.outcome { true } else { false } }
    }

    /// A line for each check.
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
