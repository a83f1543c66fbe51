#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Why a request is not accepted. Each service says it in its own words.
enum EmulatedVerificationFailure: Error {
  /// What the emulator computed for a request whose signature is another.
  struct Mismatch: Sendable {
    let accessKeyId: String
    let canonicalRequest: String
    let stringToSign: String
    let provided: String
  }

  case missingAuthentication
  case bothMechanisms
  case unsupportedAlgorithm
  case malformed(String)
  case malformedQuery(String)
  case missingDate
  case wrongDate(scope: String, timestamp: String)
  case wrongRegion(given: String, expected: String)
  case wrongService(given: String, expected: String)
  case skewed(timestamp: String, now: Date, tolerance: Duration)
  case urlExpired(seconds: Int, at: Date, now: Date)
  case unknownKey(String)
  case tokenMissing(String)
  case tokenInvalid
  case tokenExpired
  case headersNotSigned([String])
  case missingContentHash
  case invalidContentHash(String)
  case chunkSignatureMismatch(accessKeyId: String, stringToSign: String, provided: String)
  case signatureMismatch(Mismatch)
  case contentHashMismatch(claimed: String, computed: String)

  /// AWS's name for the reason, for the statistics.
  var reason: String {
    switch self {
    case .missingAuthentication: "MissingAuthenticationToken"
    case .bothMechanisms, .malformed, .malformedQuery, .unsupportedAlgorithm, .missingDate, .wrongDate:
      "AuthorizationHeaderMalformed"
    case .wrongRegion: "WrongRegion"
    case .wrongService: "WrongService"
    case .skewed: "RequestTimeTooSkewed"
    case .urlExpired: "RequestExpired"
    case .unknownKey: "InvalidAccessKeyId"
    case .tokenMissing, .tokenInvalid: "InvalidToken"
    case .tokenExpired: "ExpiredToken"
    case .headersNotSigned: "HeadersNotSigned"
    case .missingContentHash, .invalidContentHash: "InvalidContentHash"
    case .signatureMismatch, .chunkSignatureMismatch: "SignatureDoesNotMatch"
    case .contentHashMismatch: "XAmzContentSHA256Mismatch"
    }
  }
}
