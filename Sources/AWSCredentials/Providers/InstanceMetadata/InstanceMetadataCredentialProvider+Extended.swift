import AWSCore

/// What a provider remembers between fetches with ``InstanceMetadataCredentialProvider/CredentialPath/extended``.
final class InstanceRoleMemory: Sendable {
  struct State {
    /// The address of the service that the rest was learnt from.
    var endpoint: String?
    /// The part of the service that has credentials.
    var branch = InstanceMetadataCredentialProvider.Branch.extended
    /// The role listed last whose credentials were there.
    var role: String?
  }

  private let state = Locked(State())

  /// What is known of a service; nothing, if what was learnt is about another.
  func recall(_ endpoint: String) -> State {
    state.withLock { state in state.endpoint == endpoint ? state : State(endpoint: endpoint) }
  }

  func store(_ new: State) { state.withLock { state in state = new } }
}

extension InstanceMetadataCredentialProvider {
  /// How often a role is looked up that the service lists but has no credentials of, because it is being exchanged.
  private static let lookups = 10

  func extendedCredentials(_ settings: InstanceMetadataSettings) async throws(CredentialError) -> Credentials {
    var known = memory.recall(settings.endpoint)
    let found: Credentials
    if let name = settings.instanceProfileName {
      found = try await credentials(ofNamed: name, settings, &known)
    } else {
      found = try await credentialsOfListedRole(settings, &known)
    }
    memory.store(known)
    return found
  }

  private func credentials(
    ofNamed role: String, _ settings: InstanceMetadataSettings, _ known: inout InstanceRoleMemory.State
  ) async throws(CredentialError) -> Credentials {
    if let found = try await credentials(of: role, settings, known.branch) { return found }
    // Either the path is missing or the role is: only the older path can tell.
    guard known.branch == .extended, let found = try await credentials(of: role, settings, .legacy) else {
      throw unknown(role)
    }
    known.branch = .legacy
    return found
  }

  private func credentialsOfListedRole(
    _ settings: InstanceMetadataSettings, _ known: inout InstanceRoleMemory.State
  ) async throws(CredentialError) -> Credentials {
    var last = ""
    for _ in 1...Self.lookups {
      let role = if let role = known.role { role } else { try await listedRole(settings, &known.branch) }
      if let found = try await credentials(of: role, settings, known.branch) {
        known.role = role
        return found
      }
      known.role = nil
      last = role
    }
    throw error(
      .failed,
      "The service lists the role '\(last.oneLine())' but has no credentials of it (status 404), as often as it was "
        + "asked: \(Self.lookups) times. If the role has just been exchanged, try again later.")
  }

  private func listedRole(
    _ settings: InstanceMetadataSettings, _ branch: inout Branch
  ) async throws(CredentialError) -> String {
    if branch == .extended {
      if let role = try await role(settings, .extended) { return role }
      // An instance without a role has neither list, which tells nothing about the path.
      let role = try await listedRole(settings, .legacy)
      branch = .legacy
      return role
    }
    return try await listedRole(settings, .legacy)
  }
}
