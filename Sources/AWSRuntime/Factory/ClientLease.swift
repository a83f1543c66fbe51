public import AWSCredentials
public import Synchronization

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// A client of a ``ServiceClientFactory``, and a cheap check of whether it is still the client to use. The check costs two
/// atomic loads.
///
/// ```swift
/// var lease = try await factory.lease()
/// for try await message in messages {
///   if !lease.isCurrent { lease = try await factory.lease() }
///   try await lease.client.handle(message)
/// }
/// ```
///
/// The factory does not retire the client, that is, close it, while the lease or a copy of it exists. A loop that keeps
/// a lease while it waits for its next message therefore keeps the client open, too.
///
/// A client is also replaced when the factory's `run` for it has ended by itself. ``isCurrent`` is `false` then, too.
public struct ClientLease<Client: Sendable>: Sendable {
  /// The client that the factory built.
  @inlinable
  public var client: Client { built.client }
  /// The generation of the credentials that the client was built from: a number that grows by one when the credentials
  /// change.
  public let generation: UInt64
  @usableFromInline let built: ServiceClientFactory<Client>.Built
  @usableFromInline let cache: CredentialCache
  @usableFromInline let version: UInt64

  init(built: ServiceClientFactory<Client>.Built, generation: UInt64, cache: CredentialCache, version: UInt64) {
    self.built = built
    self.generation = generation
    self.cache = cache
    self.version = version
  }

  /// Whether the factory would return this client again: the credentials are still those that the client was built from
  /// and no refresh is due, the factory's `run` for the client has not ended by itself, and the factory has not been shut
  /// down. The check is two atomic loads and a comparison: no clock, no lock, no allocation.
  @inlinable
  public var isCurrent: Bool { cache.version == version && !built.isOutOfUse.load(ordering: .acquiring) }

  /// Whether the factory's `run` for this client has ended by itself, also after the client was replaced, or the factory
  /// has closed the client because it was shut down. Such a client is of no use any more, whereas one whose credentials
  /// are no longer current may be used until they expire. The check takes a lock. It is always `false` if the factory has
  /// no `run` and no `retire`.
  public var hasEnded: Bool { built.hasEnded }
}

extension ClientLease: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The client's type and the generation of its credentials. The client is not shown, because it may hold secrets.
  public var description: String { "ClientLease<\(Client.self)>(generation: \(generation))" }
  /// The same as ``description``.
  public var debugDescription: String { description }
  /// A mirror with the generation of the credentials. The client is not shown, because it may hold secrets.
  public var customMirror: Mirror {
    Mirror(self, children: ["generation": generation], displayStyle: .struct)
  }
}

/// A newly built client and the client that it replaces. A factory builds a client when the credentials have rotated,
/// that is, changed, or the `run` of the client before it has ended.
public struct ClientRotation<Client: Sendable>: Sendable {
  /// The newly built client.
  public let client: Client
  /// The client that the new client replaces; `nil` if the new client is the first, or the `run` of the client
  /// before it had ended. The factory closes the replaced client when ``ServiceClientFactory/graceTime`` has passed and
  /// no lease of that client exists any more.
  public let previous: Client?
  /// The credentials that the new client was built from, and their generation.
  public let snapshot: CredentialSnapshot
  /// When the new client was built.
  public let date: Date
}

extension ClientRotation: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The client's type, the snapshot without secrets, and the time at which the client was built. The client is not
  /// shown, because it may hold secrets.
  public var description: String { "ClientRotation<\(Client.self)>(\(snapshot), date: \(date))" }
  /// The same as ``description``.
  public var debugDescription: String { description }
  /// A mirror without the clients, because they may hold secrets.
  public var customMirror: Mirror {
    Mirror(self, children: ["snapshot": snapshot, "date": date], displayStyle: .struct)
  }
}
