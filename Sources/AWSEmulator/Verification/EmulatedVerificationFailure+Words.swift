#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension EmulatedVerificationFailure {
  /// The failure as STS and Elasticsearch domains say it; S3 has words of its own.
  var inQueryProtocolWords: (status: Int, code: String, message: String) {
    switch self {
    case .missingAuthentication:
      (403, "MissingAuthenticationToken", "Missing Authentication Token")
    case .bothMechanisms:
      (400, "IncompleteSignature", "Only one auth mechanism allowed")
    case .unsupportedAlgorithm:
      (400, "IncompleteSignature", "Unsupported AWS 'algorithm'; only AWS4-HMAC-SHA256 is known here.")
    case .malformed(let reason), .malformedQuery(let reason):
      (400, "IncompleteSignature", reason)
    case .missingDate:
      (
        400, "IncompleteSignature",
        "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header."
      )
    case .wrongDate(let scope, let timestamp):
      mismatch(
        "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '\(scope)' != '\(timestamp.prefix(8))', from '\(timestamp)'."
      )
    case .wrongRegion(let given, let expected):
      mismatch("Credential should be scoped to a valid region, not '\(given)'; expected '\(expected)'.")
    case .wrongService(_, let expected):
      mismatch("Credential should be scoped to correct service: '\(expected)'.")
    case .skewed(let timestamp, let now, let tolerance):
      mismatch(Self.skewMessage(timestamp, now, tolerance))
    case .urlExpired(_, let at, let now):
      mismatch("Signature expired: \(CivilTime(at).basic) is now earlier than \(CivilTime(now).basic)")
    case .unknownKey, .tokenMissing, .tokenInvalid:
      (403, "InvalidClientTokenId", "The security token included in the request is invalid")
    case .tokenExpired:
      (403, "ExpiredToken", "The security token included in the request is expired")
    case .headersNotSigned(let names):
      if names.contains("x-amz-content-sha256") {
        (400, "SignatureDoesNotMatch", "x-amz-content-sha256 header must be signed in SigV4")
      } else {
        mismatch("'\(names.joined(separator: "', '"))' must be a 'SignedHeader' in the AWS Authorization.")
      }
    case .missingContentHash, .invalidContentHash:
      mismatch("x-amz-content-sha256 header must be sent and signed in SigV4")
    case .chunkSignatureMismatch:
      mismatch("The signature of a chunk does not match.")
    case .signatureMismatch(let mismatch):
      (403, "SignatureDoesNotMatch", Self.mismatchMessage(mismatch))
    case .contentHashMismatch:
      mismatch("The x-amz-content-sha256 header does not match the body.")
    }
  }

  private func mismatch(_ message: String) -> (status: Int, code: String, message: String) {
    (403, "SignatureDoesNotMatch", message)
  }

  /// Words that clients learn their clock's skew from.
  private static func skewMessage(_ timestamp: String, _ now: Date, _ tolerance: Duration) -> String {
    let server = CivilTime(now).basic
    let minutes = Int(tolerance.inSeconds / 60)
    let isOld = timestamp < server
    let edge = CivilTime(now.addingTimeInterval(isOld ? -tolerance.inSeconds : tolerance.inSeconds)).basic
    return isOld
      ? "Signature expired: \(timestamp) is now earlier than \(edge) (\(server) - \(minutes) min.)"
      : "Signature not yet current: \(timestamp) is still later than \(edge) (\(server) + \(minutes) min.)"
  }

  private static func mismatchMessage(_ mismatch: Mismatch) -> String {
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key "
      + "and signing method. Consult the service documentation for details.\n\n"
      + "The Canonical String for this request should have been\n'\(mismatch.canonicalRequest)'\n\n"
      + "The String-to-Sign should have been\n'\(mismatch.stringToSign)'\n"
  }
}
