import Crypto
#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
import NIOConcurrencyHelpers

/// Issues key sets and knows every set it has issued. All services of one emulator share it.
final class EmulatedCredentialAuthority: Sendable {
  /// Who a key belongs to.
  struct Identity: Sendable {
    let arn: String
    let userId: String
    let accountId: String
  }

  /// A key and what is known about it.
  struct Key: Sendable {
    let accessKeyId: String
    let secret: String
    let token: String?
    let expiration: Date?
    let identity: Identity
    /// Sets of one lineage replace one another: those of the instance's role, and those of each role assumed.
    let lineage: String
    var revocation: EmulatedCredentialRevocation?
  }

  private struct State {
    /// By the bytes of their ids.
    var keys: [ByteKey: Key] = [:]
    /// Session key ids, oldest first.
    var sessions: [String] = []
    var newest: [String: String] = [:]
    var current: (set: EmulatedIssuedCredentials, issued: Date, lifetime: Double)?
    var signingKeys: [String: SymmetricKey] = [:]
    var issuedCount = 0
    var lifetime: Duration
  }

  /// Expired sets are remembered, so that they are refused as expired; the oldest beyond this number are forgotten.
  private static let rememberedSessions = 10_000
  private static let rememberedSigningKeys = 256

  let accountId: String
  let roleName: String
  private let rotation: EmulatedCredentialRotation
  private let instanceId: String
  private let clock: EmulatorClock
  private let state: NIOLockedValueBox<State>

  init(configuration: EmulatorConfiguration, clock: EmulatorClock) {
    accountId = configuration.accountId
    roleName = configuration.roleName
    rotation = configuration.rotation
    instanceId = configuration.instanceId
    self.clock = clock
    state = NIOLockedValueBox(State(lifetime: configuration.credentialLifetime))
  }

  var roleArn: String { "arn:aws:iam::\(accountId):role/\(roleName)" }
  var issuedCount: Int { state.withLockedValue { $0.issuedCount } }

  var lifetime: Duration {
    get { state.withLockedValue { $0.lifetime } }
    set { state.withLockedValue { $0.lifetime = newValue } }
  }

  /// The role's current set, replaced first if the rotation rule says so.
  func fetchRoleCredentials() -> EmulatedIssuedCredentials {
    let now = clock.now()
    return state.withLockedValue { state in
      if let current = state.current {
        let remaining = current.set.expiration.timeIntervalSince(now)
        if !rotation.isDue(lifetime: current.lifetime, remaining: remaining) { return current.set }
      }
      return issueRoleCredentials(&state, now: now)
    }
  }

  /// Replaces the role's current set. The old one stays valid until it expires.
  func rotate() -> EmulatedIssuedCredentials {
    let now = clock.now()
    return state.withLockedValue { issueRoleCredentials(&$0, now: now) }
  }

  /// Issues a set for a role that STS was asked for.
  func assume(roleArn: String, sessionName: String, lifetime: Double) -> (EmulatedIssuedCredentials, Identity) {
    let name = roleArn.split(separator: "/").last.map(String.init) ?? roleArn
    let parts = roleArn.split(separator: ":", omittingEmptySubsequences: false)
    let account = parts.count > 4 && !parts[4].isEmpty ? String(parts[4]) : accountId
    let identity = Identity(
      arn: "arn:aws:sts::\(account):assumed-role/\(name)/\(sessionName)",
      userId: "AROA\(RandomText.accessKeyTail()):\(sessionName)", accountId: account)
    let now = clock.now()
    return state.withLockedValue { state in
      (issue(&state, identity: identity, lineage: roleArn, lifetime: lifetime, now: now), identity)
    }
  }

  /// Issues a set for the session of a user.
  func issueSession(of key: Key, lifetime: Double) -> EmulatedIssuedCredentials {
    let now = clock.now()
    return state.withLockedValue {
      issue(&$0, identity: key.identity, lineage: key.accessKeyId, lifetime: lifetime, now: now)
    }
  }

  /// Issues a set for the console session of a user.
  func issueUserSession(userName: String, lifetime: Double) -> EmulatedIssuedCredentials {
    let arn = "arn:aws:iam::\(accountId):user/\(userName)"
    let identity = Identity(arn: arn, userId: "AIDAEVERGREENEXAMPLE", accountId: accountId)
    let now = clock.now()
    return state.withLockedValue { issue(&$0, identity: identity, lineage: arn, lifetime: lifetime, now: now) }
  }

  /// Refuses every session set but the newest of each lineage.
  func revokeOld(as revocation: EmulatedCredentialRevocation) {
    state.withLockedValue { state in
      for id in state.sessions {
        guard let key = state.keys[ByteKey(id)], state.newest[key.lineage] != id, key.revocation == nil else {
          continue
        }
        state.keys[ByteKey(id)]?.revocation = revocation
      }
    }
  }

  /// Makes a key known that was not issued here: a user's, or with a token and no user's name a role session's.
  func register(accessKeyId: String, secret: String, token: String?, expiration: Date?, userName: String?) {
    let arn =
      userName.map { "arn:aws:iam::\(accountId):user/\($0)" }
      ?? "arn:aws:sts::\(accountId):assumed-role/\(roleName)/registered"
    let identity = Identity(
      arn: arn, userId: (userName == nil ? "AROA" : "AIDA") + RandomText.accessKeyTail(), accountId: accountId)
    state.withLockedValue { state in
      state.signingKeys = state.signingKeys.filter { !$0.key.hasPrefix(accessKeyId + "/") }
      state.keys[ByteKey(accessKeyId)] = Key(
        accessKeyId: accessKeyId, secret: secret, token: token, expiration: expiration, identity: identity,
        lineage: accessKeyId)
    }
  }

  func key(_ accessKeyId: String) -> Key? { state.withLockedValue { $0.keys[ByteKey(accessKeyId)] } }

  /// The key that a signature's scope is signed with (AWS Signature Version 4, "derive a signing key").
  func signingKey(for key: Key, date: String, region: String, service: String) -> SymmetricKey {
    let name = "\(key.accessKeyId)/\(date)/\(region)/\(service)"
    if let known = state.withLockedValue({ $0.signingKeys[name] }) { return known }
    var derived = SymmetricKey(data: Array("AWS4\(key.secret)".utf8))
    for part in [date, region, service, "aws4_request"] {
      derived = SymmetricKey(data: HMAC<SHA256>.authenticationCode(for: Array(part.utf8), using: derived))
    }
    let result = derived
    state.withLockedValue { state in
      if state.signingKeys.count >= Self.rememberedSigningKeys { state.signingKeys.removeAll() }
      state.signingKeys[name] = result
    }
    return result
  }
}

extension EmulatedCredentialAuthority {
  private func issueRoleCredentials(_ state: inout State, now: Date) -> EmulatedIssuedCredentials {
    let identity = Identity(
      arn: "arn:aws:sts::\(accountId):assumed-role/\(roleName)/\(instanceId)",
      userId: "AROAEVERGREENEXAMPLE:\(instanceId)", accountId: accountId)
    let lifetime = state.lifetime.inSeconds
    let set = issue(&state, identity: identity, lineage: roleArn, lifetime: lifetime, now: now)
    state.current = (set, now, lifetime)
    return set
  }

  private func issue(
    _ state: inout State, identity: Identity, lineage: String, lifetime: Double, now: Date
  ) -> EmulatedIssuedCredentials {
    // What is enforced is what is printed: milliseconds for a short life, whole seconds otherwise.
    let scale = ExpirationText.unitsPerSecond(lifetime: lifetime)
    let expiration = (now.timeIntervalSince1970 + lifetime) * scale
    let set = EmulatedIssuedCredentials(
      accessKeyId: "ASIA" + RandomText.accessKeyTail(), secretAccessKey: RandomText.base64(count: 40),
      sessionToken: RandomText.base64(count: 356),
      expiration: Date(timeIntervalSince1970: expiration.rounded() / scale),
      arn: identity.arn)
    state.keys[ByteKey(set.accessKeyId)] = Key(
      accessKeyId: set.accessKeyId, secret: set.secretAccessKey, token: set.sessionToken, expiration: set.expiration,
      identity: identity, lineage: lineage)
    state.sessions.append(set.accessKeyId)
    state.newest[lineage] = set.accessKeyId
    state.issuedCount += 1
    if state.sessions.count > Self.rememberedSessions + 1000 {
      for id in state.sessions.prefix(1000) { state.keys[ByteKey(id)] = nil }
      state.sessions.removeFirst(1000)
    }
    return set
  }
}

/// How an expiration is printed. Whole seconds are too coarse for a set that lives for a few of them.
enum ExpirationText {
  private static let shortLifetime = 900.0

  static func unitsPerSecond(lifetime: Double) -> Double { lifetime < shortLifetime ? 1000 : 1 }

  static func text(_ date: Date) -> String {
    let time = CivilTime(Date(timeIntervalSince1970: (date.timeIntervalSince1970 * 1000).rounded() / 1000 + 0.000_1))
    return time.iso8601(withMilliseconds: time.millisecond != 0)
  }
}

/// Random texts in the shape of AWS's keys and tokens.
enum RandomText {
  private static let keyAlphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
  private static let base64Alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  private static let idAlphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

  static func accessKeyTail() -> String { pick(16, from: keyAlphabet) }
  static func base64(count: Int) -> String { pick(count, from: base64Alphabet) }
  /// An id as Elasticsearch makes for a document that comes without one.
  static func documentId() -> String { pick(20, from: idAlphabet) }
  static func requestId() -> String { pick(16, from: keyAlphabet) }

  static func uuid() -> String {
    let digits = Array(Hex.encode((0..<16).map { _ in UInt8.random(in: .min ... .max) }).utf8)
    return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(decoding: digits[$0], as: UTF8.self) }
      .joined(separator: "-")
  }

  private static func pick(_ count: Int, from alphabet: [UInt8]) -> String {
    // All alphabets have a power of two of characters, so that the low bits of a random word choose evenly.
    var generator = SystemRandomNumberGenerator()
    var output: [UInt8] = []
    output.reserveCapacity(count)
    while output.count < count {
      var word = generator.next()
      for _ in 0..<min(8, count - output.count) {
        output.append(alphabet[Int(word & 0xFF) % alphabet.count])
        word >>= 8
      }
    }
    return String(decoding: output, as: UTF8.self)
  }
}
