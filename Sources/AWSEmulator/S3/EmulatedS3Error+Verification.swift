#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension EmulatedS3Error {
  /// Why a request is not accepted, in the words of S3 (Amazon S3 API reference, "Error responses").
  init(_ failure: EmulatedVerificationFailure) {
    switch failure {
    case .missingAuthentication:
      self.init(status: 403, code: "AccessDenied", message: "Access Denied")
    case .bothMechanisms:
      self.init(
        status: 400, code: "InvalidArgument",
        message: "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string "
          + "parameter or the Authorization header should be specified")
    case .unsupportedAlgorithm:
      self.init(
        status: 400, code: "InvalidRequest",
        message: "The authorization mechanism you have provided is not "
          + "supported. Please use AWS4-HMAC-SHA256.")
    case .malformed(let reason):
      self = .malformed(reason)
    case .malformedQuery(let reason):
      self.init(status: 400, code: "AuthorizationQueryParametersError", message: reason)
    case .missingDate:
      self.init(
        status: 403, code: "AccessDenied", message: "AWS authentication requires a valid Date or x-amz-date header")
    case .wrongDate(let scope, let timestamp):
      self = .malformed(
        "Invalid credential date \"\(scope)\". This date is not the same as X-Amz-Date: \"\(timestamp.prefix(8))\".")
    case .wrongRegion(let given, let expected):
      self = .malformed("the region '\(given)' is wrong; expecting '\(expected)'", details: [("Region", expected)])
    case .wrongService(let given, let expected):
      self = .malformed("incorrect service \"\(given)\". This endpoint belongs to \"\(expected)\".")
    case .skewed(let timestamp, let now, let tolerance):
      self.init(
        status: 403, code: "RequestTimeTooSkewed",
        message: "The difference between the request time and the current time is too large.",
        details: [
          ("RequestTime", timestamp), ("ServerTime", CivilTime(now).iso8601(withMilliseconds: false)),
          ("MaxAllowedSkewMilliseconds", String(Int(tolerance.inSeconds * 1000))),
        ])
    case .urlExpired(let seconds, let at, let now):
      self.init(
        status: 403, code: "AccessDenied", message: "Request has expired",
        details: [
          ("X-Amz-Expires", String(seconds)), ("Expires", CivilTime(at).iso8601(withMilliseconds: false)),
          ("ServerTime", CivilTime(now).iso8601(withMilliseconds: false)),
        ])
    default:
      self = EmulatedS3Error.credentials(failure) ?? EmulatedS3Error.payload(failure)
    }
  }

  private static func malformed(_ reason: String, details: [(name: String, value: String)] = []) -> EmulatedS3Error {
    EmulatedS3Error(
      status: 400, code: "AuthorizationHeaderMalformed", message: "The authorization header is malformed; \(reason)",
      details: details)
  }

  private static func credentials(_ failure: EmulatedVerificationFailure) -> EmulatedS3Error? {
    switch failure {
    case .unknownKey(let id), .tokenMissing(let id):
      EmulatedS3Error(
        status: 403, code: "InvalidAccessKeyId",
        message: "The AWS Access Key Id you provided does not exist in our records.", details: [("AWSAccessKeyId", id)])
    case .tokenInvalid:
      EmulatedS3Error(
        status: 400, code: "InvalidToken", message: "The provided token is malformed or otherwise invalid.")
    case .tokenExpired:
      EmulatedS3Error(status: 400, code: "ExpiredToken", message: "The provided token has expired.")
    case .signatureMismatch(let mismatch):
      EmulatedS3Error(
        status: 403, code: "SignatureDoesNotMatch",
        message: "The request signature we calculated does not match the signature you provided. Check your key and "
          + "signing method.",
        details: [
          ("AWSAccessKeyId", mismatch.accessKeyId), ("StringToSign", mismatch.stringToSign),
          ("SignatureProvided", mismatch.provided), ("StringToSignBytes", bytes(mismatch.stringToSign)),
          ("CanonicalRequest", mismatch.canonicalRequest), ("CanonicalRequestBytes", bytes(mismatch.canonicalRequest)),
        ])
    case .chunkSignatureMismatch(let id, let stringToSign, let provided):
      EmulatedS3Error(
        status: 403, code: "SignatureDoesNotMatch",
        message: "The signature of a chunk or of the trailer that we calculated does not match the one you provided. "
          + "Check your key and signing method.",
        details: [("AWSAccessKeyId", id), ("StringToSign", stringToSign), ("SignatureProvided", provided)])
    default: nil
    }
  }

  private static func payload(_ failure: EmulatedVerificationFailure) -> EmulatedS3Error {
    switch failure {
    case .headersNotSigned(let names):
      EmulatedS3Error(
        status: 403, code: "AccessDenied", message: "There were headers present in the request which were not signed",
        details: [("HeadersNotSigned", names.joined(separator: ", "))])
    case .missingContentHash:
      EmulatedS3Error(
        status: 400, code: "InvalidRequest", message: "Missing required header for this request: x-amz-content-sha256")
    case .invalidContentHash(let value):
      .invalidArgument(
        "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, "
          + "STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER or a valid sha256 value.",
        name: "x-amz-content-sha256",
        value: value)
    case .contentHashMismatch(let claimed, let computed):
      EmulatedS3Error(
        status: 400, code: "XAmzContentSHA256Mismatch",
        message: "The provided 'x-amz-content-sha256' header does not match what was computed.",
        details: [("ClientComputedContentSHA256", claimed), ("S3ComputedContentSHA256", computed)])
    default:
      EmulatedS3Error(status: 403, code: "AccessDenied", message: "Access Denied")
    }
  }

  private static func bytes(_ text: String) -> String {
    text.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
  }
}
