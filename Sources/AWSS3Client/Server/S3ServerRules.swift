import AWSCredentials
import AWSRuntime

/// What a client does about checksums and the framing of bodies: what the program says, else what environment and profile say,
/// else the defaults.
struct S3ServerRules: Sendable {
  /// Whether a checksum is computed of each body for which the operation supports one.
  var computesChecksums = true
  /// Whether responses are asked for checksums.
  var validatesChecksums = true
  var requiredChecksum = S3ServerOptions.RequiredChecksum.crc32
  var chunkedUploads = S3ServerOptions.ChunkedUploads.trailers
  /// The size from which on a body waits for the server; `nil` for none.
  var expectContinueThreshold = S3ServerOptions.aws.expectContinueThreshold
  /// Whether the request becomes a presigned URL: who uses it sends no checksum unless the caller gives one.
  var isPresigning = false

  /// The defaults.
  init() {}

  /// Reads the settings.
  ///
  /// - Parameters:
  ///   - options: What the program says.
  ///   - settings: Environment and profile; `nil` if they do not count.
  init(_ options: S3ServerOptions, settings: SharedSettings?) throws(S3Problem) {
    requiredChecksum = options.requiredChecksum
    chunkedUploads = options.chunkedUploads
    expectContinueThreshold = options.expectContinueThreshold
    do throws(CredentialError) {
      if let mode = options.requestChecksumCalculation {
        computesChecksums = mode == .whenSupported
      } else if let settings {
        computesChecksums = try settings.requestChecksumCalculation() == .whenSupported
      }
      if let mode = options.responseChecksumValidation {
        validatesChecksums = mode == .whenSupported
      } else if let settings {
        validatesChecksums = try settings.responseChecksumValidation() == .whenSupported
      }
    } catch {
      throw S3Problem(code: .invalidSetting, message: error.message, cause: error)
    }
  }

  /// Whether a body waits until the server says that it takes it.
  func asksBeforehand(_ body: AWSHTTPBody) -> Bool {
    guard let expectContinueThreshold, !isPresigning, case .known(let length) = body.length else { return false }
    return length > 0 && length >= expectContinueThreshold
  }

  /// How the body of a request may be framed.
  func framing(of content: S3RequestContent) -> ServiceRequest.ChunkedFraming {
    switch chunkedUploads {
    case .none: .none
    case .signedChunks: .signedChunks
    // Without a checksum there is no trailer, but the chunks of a stream can be signed.
    case .trailers: content.checksum == nil ? .signedChunks : .trailers
    }
  }
}
