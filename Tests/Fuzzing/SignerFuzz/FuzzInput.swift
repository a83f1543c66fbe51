import AWSCredentials
import AWSSigV4

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// One input: a request that was sound before pieces of it were cut, doubled, swapped and replaced.
struct FuzzInput: CustomStringConvertible {
  var request: SigningRequest
  var credentials: Credentials
  var service: String
  var region: String
  var date: Date
  var now: Date
  var lifetime: Int64
  var body: [UInt8]
  var options: SigV4Options
  var damage: String

  struct Broken: Error, CustomStringConvertible { let description: String }

  var description: String {
    """
    \(request.method.debugDescription) \(request.scheme.debugDescription) \(request.authority.debugDescription)
    \(request.target.debugDescription)
    \(request.headers.map { "\($0.name.debugDescription): \($0.value.debugDescription)" }.joined(separator: "\n"))
    \(service.debugDescription) \(region.debugDescription) \(date.timeIntervalSince1970) \(lifetime) \(body.count)
    \(damage.debugDescription)
    """
  }

  init(_ random: inout SeededGenerator) {
    func mutated(_ text: String, _ random: inout SeededGenerator) -> String { Mutation.apply(to: text, &random) }
    let headers = (0..<Int.random(in: 0..<6, using: &random)).map { _ in
      (
        name: mutated(Mutation.pick(Mutation.names, &random), &random),
        value: mutated(Mutation.pick(Mutation.values, &random), &random)
      )
    }
    request = SigningRequest(
      method: mutated("GET", &random), scheme: mutated("https", &random),
      authority: mutated(Mutation.pick(Mutation.authorities, &random), &random),
      target: mutated(Mutation.pick(Mutation.targets, &random), &random), headers: headers)
    credentials = Credentials(
      accessKeyId: mutated("AKIAIOSFODNN7EXAMPLE", &random), secretAccessKey: mutated("fuzzed", &random),
      sessionToken: Bool.random(using: &random) ? nil : mutated("FAKE+token/==", &random),
      expiration: Bool.random(using: &random)
        ? nil : Date(timeIntervalSince1970: Mutation.pick(Mutation.times, &random)))
    service = mutated(["s3", "es", "sts"].randomElement(using: &random) ?? "", &random)
    region = mutated("us-east-1", &random)
    date = Date(
      timeIntervalSince1970: Mutation.pick(Mutation.times, &random))
    now =
      Bool.random(using: &random)
      ? date : Date(timeIntervalSince1970: Mutation.pick(Mutation.times, &random))
    lifetime = [0, 1, 900, 604_800, 604_801, -1, .max, .min].randomElement(using: &random) ?? 0
    body = [UInt8](repeating: 7, count: Int.random(in: 0..<100, using: &random))
    options = SigV4Options(
      pathNormalization: Bool.random(using: &random) ? .preserved : .removeDotSegments,
      pathEncoding: Bool.random(using: &random) ? .once : .again,
      signedBodyHeader: Bool.random(using: &random) ? .none : .xAmzContentSha256,
      sessionToken: Bool.random(using: &random) ? .signed : .addedAfterSigning,
      headers: [.stable, .allEndToEnd, .only(["content-type"])].randomElement(using: &random) ?? .stable)
    damage = mutated(
      "AWS4-HMAC-SHA256 Credential=AKID/20260101/us-east-1/s3/aws4_request, SignedHeaders=host;x-amz-date, "
        + "Signature=" + String(repeating: "0", count: 64), &random)
  }

  /// Signs, verifies, and damages what was signed.
  func run(_ counts: inout Counts) throws {
    counts.inputs += 1
    let signer = SigV4Signer(service: service, region: region, options: options)
    let secret = credentials.secretAccessKey
    let token = credentials.sessionToken
    let verifier = SigV4Verifier(service: service, region: region, options: options) { _ in
      SigV4Verifier.Key(secretAccessKey: secret, sessionToken: token)
    }
    do {
      let signed = try signer.sign(request, payload: .bytes(body), credentials: credentials, date: date)
      counts.signed += 1
      var sent = request
      sent.headers = signed.applied(to: request.headers)
      try expectMatch(sent, verifier, &counts)
      if !sent.headers.isEmpty { sent.headers[sent.headers.count - 1].value = damage }
      try expectRefusal(sent, verifier, &counts)
      sent.headers.removeAll { $0.name.lowercased() == "authorization" }
      sent.headers.append(("authorization", Mutation.oneDigitOff(signed.authorization)))
      try expectRefusal(sent, verifier, &counts)
    } catch let error as SigV4Error {
      counts.refused += 1
      if error.message.isEmpty { throw Broken(description: "an error without a message") }
    }
    do {
      // Where paths are signed as they stand, as at S3, presigned bodies are never covered.
      let signed = try signer.presign(
        request, payload: options.pathNormalization == .preserved ? .unsigned : .bytes(body),
        expiresIn: .seconds(lifetime), credentials: credentials, date: date)
      counts.signed += 1
      var sent = request
      sent.target = signed.target
      try expectMatch(sent, verifier, &counts)
    } catch is SigV4Error {
      counts.refused += 1
    }
    let regional = SigV4aSigner(service: service, regionSet: [region], options: options)
    _ = try? regional.sign(request, payload: .bytes(body), credentials: credentials, date: date)
    _ = try? regional.presign(
      request, payload: .unsigned, expiresIn: .seconds(lifetime), credentials: credentials, date: date)
    _ = try? signer.sign(policy: request.target, credentials: credentials, date: date)
    try expectRefusal(request, verifier, &counts)
    if counts.inputs % 4 == 0 { try expectNothingShared(signer) }
    // They take longer than the rest together.
    if counts.inputs % 8 == 0 { otherEntryPoints(signer) }
  }

  /// The signatures of a second share what their requests have in common, and nothing else.
  private func expectNothingShared(_ signer: SigV4Signer) throws {
    var (otherTarget, otherHeaders, otherHost) = (request, request, request)
    otherTarget.target = "/" + damage
    otherHeaders.headers.append(("x-amz-meta-damage", damage))
    otherHost.authority = "example.com"
    for changed in [request, request, otherTarget, otherHeaders, otherHost, otherTarget, request] {
      for payload in [PayloadHash.bytes(body), .bytes(Array(damage.utf8)), .unsigned] {
        let fresh = SigV4Signer(service: service, region: region, options: options)
        guard outcome(changed, payload, signer) != outcome(changed, payload, fresh) else { continue }
        throw Broken(description: "a signer signs otherwise than a new one:\n\(self)\n\(changed) \(payload)")
      }
    }
  }

  private func outcome(_ request: SigningRequest, _ payload: PayloadHash, _ signer: SigV4Signer) -> [String] {
    do throws(SigV4Error) {
      let signed = try signer.sign(request, payload: payload, credentials: credentials, date: date)
      return [signed.canonicalRequest, signed.stringToSign] + signed.headers.map { "\($0.name): \($0.value)" }
    } catch {
      return ["\(error.code)", error.message]
    }
  }

  /// What is not signed, or signed otherwise, is refused whatever else it holds.
  private func expectRefusal(_ request: SigningRequest, _ verifier: SigV4Verifier, _ counts: inout Counts) throws {
    if verdict(request, verifier, &counts) == nil {
      throw Broken(description: "the verifier accepts what was not signed:\n\(self)")
    }
  }

  /// What the signer has signed is accepted, but for what the signer does not look at.
  private func expectMatch(_ request: SigningRequest, _ verifier: SigV4Verifier, _ counts: inout Counts) throws {
    guard let verdict = verdict(request, verifier, &counts) else { return }
    let isAllowed =
      switch verdict {
      case .skewed, .expired: now != date
      // A token with spaces around it or rows of them inside is not sent as it was.
      case .invalidToken: credentials.sessionToken.map { $0.contains(" ") || $0.contains("\t") } ?? false
      default: false
      }
    guard isAllowed else {
      throw Broken(
        description: "the verifier says \(verdict) to what the signer has signed:\n\(self)\n\(request.target)")
    }
  }

  private func verdict(
    _ request: SigningRequest, _ verifier: SigV4Verifier, _ counts: inout Counts
  ) -> SigV4VerificationError.Code? {
    do throws(SigV4VerificationError) {
      _ = try verifier.verify(request, body: .bytes(body), at: now)
      counts.verified += 1
      return nil
    } catch {
      counts.rejected += 1
      return error.code
    }
  }
}

/// Ways to make a text wrong.
enum Mutation {
  static let names = [
    "content-type", "X-Amz-Date", "host", "x-amz-security-token", "X-Amz-Content-Sha256", "range", "authorization", "",
    "x-amz-meta-a",
  ]
  static let values = [
    "", "a  b", "\t x \t", "text/plain; q=\"a  b\"", "20260101T000000Z", "é", "\u{0}", "UNSIGNED-PAYLOAD",
  ]
  static let authorities = ["host", "a.example:9200", "[::1]:443", "", "user@host", "[", "h:99999", "%zz", "x:"]
  static let targets = [
    "/a/b?x=y&z", "", "/", "/a/../b//c", "/%2f%zz%", "/?a=b&a=&=&&", "/k?X-Amz-Signature=1", "*", "/é?한=글", "/a#b",
    "?q",
    "/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=A%2F20260101%2Fus-east-1%2Fs3%2Faws4_request"
      + "&X-Amz-Date=20260101T000000Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-Signature=00",
  ]
  static let times: [Double] = [
    1_767_225_600, 1_767_225_600.9, 0, -1, 253_402_300_799, 253_402_300_800, 1e300, -1e300, .infinity, .nan,
  ]
  private static let pieces = [
    "\u{0}", "\n", "\r\n", " ", "/", "%", "%00", "%FF", "?", "&", "=", ";", ",", ":", "@", "#", "é", "😀", "\u{FFFD}",
    "X-Amz-Date=", "Signature=", "..", "+", "\\", "\"", "~", "\u{7F}", "0", "A",
  ]

  /// An error as Elasticsearch words it.
  static func error(quoting text: String) -> String {
    "The Canonical String for this request should have been" + text + "'\n\nThe String-to-Sign should have been"
  }

  /// Something like a canonical request.
  static func canonicalRequest(_ one: String, _ other: String) -> String {
    "GET\n\(one)\n\(other)&\(one)=\nhost:\(one)\n\(other):\n\nhost\n\(other)"
  }

  /// A signature of which the last digit is another.
  static func oneDigitOff(_ authorization: String) -> String {
    authorization.dropLast() + (authorization.last == "0" ? "1" : "0")
  }

  /// The first of a list more often than all others together, so that some requests are sound.
  static func pick<Value>(_ list: [Value], _ random: inout SeededGenerator) -> Value {
    Int.random(in: 0..<10, using: &random) < 7 ? list[0] : list[Int.random(in: 0..<list.count, using: &random)]
  }

  static func apply(to text: String, _ random: inout SeededGenerator) -> String {
    // Most texts stay as they are, so that some requests come through.
    guard Int.random(in: 0..<10, using: &random) == 0 else { return text }
    var bytes = Array(text.utf8)
    for _ in 0...Int.random(in: 0..<3, using: &random) {
      let place = bytes.isEmpty ? 0 : Int.random(in: 0...bytes.count, using: &random)
      let end = bytes.isEmpty ? 0 : Int.random(in: place...bytes.count, using: &random)
      switch Int.random(in: 0..<6, using: &random) {
      case 0: bytes.insert(contentsOf: Array((pieces.randomElement(using: &random) ?? "").utf8), at: place)
      case 1: bytes.removeSubrange(place..<end)
      case 2: bytes.insert(contentsOf: Array(bytes[place..<end]), at: place)
      case 3: if place < bytes.count { bytes[place] = UInt8.random(in: 0...255, using: &random) }
      case 4:
        bytes.insert(
          contentsOf: [UInt8](repeating: bytes.first ?? 65, count: 1 << Int.random(in: 0..<14, using: &random)),
          at: place)
      default: bytes.reverse()
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
