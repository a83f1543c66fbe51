/// What a server with the API of Amazon S3 supports, and which checksums a client computes and validates.
///
/// There are presets for some servers. Start from one of them, and change what is different.
///
/// ```swift
/// let s3 = try await S3Client(endpoint: "http://localhost:7480", server: .ceph)
/// var server = S3ServerOptions.aws
/// server.requestChecksumCalculation = .whenRequired
/// let quiet = try await S3Client(server: server)
/// ```
///
/// Servers change. If a server refuses requests that its preset allows, use ``legacy``, which every server should accept.
public struct S3ServerOptions: Sendable, Hashable {
  /// When checksums are computed or validated.
  public enum ChecksumMode: Sendable, Hashable {
    /// For each operation that supports a checksum.
    case whenSupported
    /// Only for operations that require a checksum, and for calls that ask for one.
    case whenRequired
  }

  /// The checksum of requests for which S3 requires one, such as those of ``S3Client/deleteObjects(_:)``.
  public enum RequiredChecksum: Sendable, Hashable {
    /// CRC-32, in the header field `x-amz-checksum-crc32`, which Amazon S3 accepts since 2022.
    case crc32
    /// MD5, in the header field `Content-MD5`, which all servers accept, except for directory buckets.
    case md5
  }

  /// Whether the server accepts bodies in the encoding `aws-chunked`.
  public enum ChunkedUploads: Sendable, Hashable {
    /// A checksum may follow the body in a trailer. So a file or a stream is read once.
    case trailers
    /// Chunks may be signed, but no trailer may follow them. A checksum is in the header: a body that is not in memory is
    /// read twice, and one that can be read only once is sent without a checksum.
    case signedChunks
    /// The encoding is not accepted. Checksums are sent as with ``signedChunks``. Over plain HTTP, the signature does
    /// not cover a body that can be read only once.
    case none
  }

  /// Whether the name of a bucket is in the host or in the path; `nil` for ``S3Addressing/automatic``. The parameter
  /// `addressing` of the client takes precedence, unless it is `automatic`.
  public var addressing: S3Addressing?
  /// When checksums of requests are computed. If `nil`, the value is that of the setting
  /// (`AWS_REQUEST_CHECKSUM_CALCULATION`, or `request_checksum_calculation` of the profile), if the client's
  /// configuration includes environment and profile, else ``ChecksumMode/whenSupported``.
  ///
  /// A checksum that a call asks for or gives is sent in any case. The algorithm is CRC-32 unless the call asks for
  /// another.
  public var requestChecksumCalculation: ChecksumMode?
  /// When the content of responses is compared with the checksum that S3 sends. If `nil`, the value is that of the
  /// setting (`AWS_RESPONSE_CHECKSUM_VALIDATION`, or `response_checksum_validation` of the profile), if the client's
  /// configuration includes environment and profile, else ``ChecksumMode/whenSupported``.
  ///
  /// The content of ``S3Client/getObject(_:)`` is compared while it is read, if it is the whole object and S3 has a
  /// checksum of the whole object.
  public var responseChecksumValidation: ChecksumMode?
  /// The checksum of requests for which S3 requires one. The default is CRC-32.
  public var requiredChecksum: RequiredChecksum
  /// Whether the server accepts bodies in the encoding `aws-chunked`. The default is ``ChunkedUploads/trailers``.
  public var chunkedUploads: ChunkedUploads
  /// The size in bytes from which on ``S3Client/putObject(_:)`` and ``S3Client/uploadPart(_:)`` ask the server, with
  /// `Expect: 100-continue`, whether it takes the body before they send it; `nil` to never ask. The default is 2 MiB.
  ///
  /// The body is sent when the server has responded, or after one second. If the server refuses the request, or redirects
  /// it, no body was sent in vain, and a stream that can be read only once can be sent again. Transports other than
  /// `AsyncHTTPClientTransport` send the header field, and need not wait; an `HTTPClient` that the program passes cannot
  /// wait, and does not send the header field.
  public var expectContinueThreshold: Int64?

  /// Makes options. The defaults are those for Amazon S3, the same as ``aws``.
  public init(
    addressing: S3Addressing? = nil, requestChecksumCalculation: ChecksumMode? = nil,
    responseChecksumValidation: ChecksumMode? = nil, requiredChecksum: RequiredChecksum = .crc32,
    chunkedUploads: ChunkedUploads = .trailers, expectContinueThreshold: Int64? = 2 << 20
  ) {
    self.addressing = addressing
    self.requestChecksumCalculation = requestChecksumCalculation
    self.responseChecksumValidation = responseChecksumValidation
    self.requiredChecksum = requiredChecksum
    self.chunkedUploads = chunkedUploads
    self.expectContinueThreshold = expectContinueThreshold
  }
}
