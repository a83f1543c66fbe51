/// What a server is known to lack, and what it does instead. Anything else fails the check, also when one day it can
/// do it.
struct LiveLack: Sendable {
  /// How a check ends.
  enum Outcome: Sendable, Equatable {
    /// As on S3.
    case done
    /// The server refuses it, with this HTTP status and code, where S3 does it or refuses it with another code.
    case refused(Int?, String)
    /// The server does what S3 refuses.
    case accepted
    /// The server does something else than S3 does, in the words of the check.
    case differs(String)
    /// Now and then the server does something else than S3 does.
    case differsAtTimes
  }

  /// The name of the check.
  let check: String
  let outcome: Outcome

  /// Whether this outcome of the check is the one that is known.
  func explains(_ found: Outcome) -> Bool {
    guard outcome == .differsAtTimes else { return found == outcome }
    if case .differs = found { return true }
    return found == .done
  }

  static func of(_ server: LiveServer, _ check: String) -> LiveLack? {
    switch server {
    case .ceph: ceph.first { $0.check == check }
    case .openStackSwift: openStackSwift.first { $0.check == check }
    }
  }

  private static func rows(_ table: [(Outcome, [String])]) -> [LiveLack] {
    table.flatMap { outcome, checks in checks.map { LiveLack(check: $0, outcome: outcome) } }
  }
}

extension LiveLack {
  /// Ceph RGW 16.2.
  static let ceph = rows([
    // It does not say that the events are complete.
    (
      .refused(nil, "IncompleteResponse"),
      ["records are selected from an object", "the events of a selection are read"]
    ),
    // It knows no trailers, so that the client has no place for the checksum of a stream.
    (
      .refused(nil, "Body"),
      [
        "the CRC32 of a stream follows it", "the CRC32C of a stream follows it", "the CRC64NVME of a stream follows it",
        "the SHA1 of a stream follows it", "the SHA256 of a stream follows it",
      ]
    ),
    (.refused(400, "XAmzContentSHA256Mismatch"), ["a stream of a client for Amazon's servers"]),
    (.refused(200, "InvalidResponse"), ["the attributes of an object have size and tag"]),
    (.refused(400, "BadRequest"), ["a deletion of 1,001 keys with one request is refused"]),
    (
      .refused(400, "InvalidArgument"),
      [
        "a read without the caller's key is refused",
        "a read with another key of the caller's is refused",
        "an object is encrypted with a key of the key management service",
        "a policy that is none is refused",
      ]
    ),
    (.refused(400, "InvalidObjectName"), ["a key of 1,025 bytes is refused"]),
    (.refused(400, "InvalidTag"), ["ten tags are accepted and eleven refused"]),
    (
      .refused(403, "AccessDenied"),
      [
        "a presigned URL for another key is refused",
        "a presigned GET used to write is refused",
        "a presigned URL with one more parameter is refused",
        "a presigned PUT with another content type is refused",
        "a form with another signature is refused",
        "a wrong secret is refused",
        "an unknown access key is refused",
        "a session's credentials that have expired are refused",
        "a session token of somebody else is refused",
      ]
    ),
    (
      .refused(404, "NoSuchKey"),
      [
        "a read of a deletion marker is refused",
        "a deleted version is gone",
      ]
    ),
    (.refused(405, "MethodNotAllowed"), ["a bucket without a website says so"]),
    (
      .refused(412, "PreconditionFailed"),
      [
        "a read under If-Match of any tag succeeds",
        "a write under If-Match of the current tag succeeds",
        "a write under If-Match of an object that does not exist is refused",
      ]
    ),
    (.refused(500, "InternalError"), ["the completion of an upload that does not exist is refused"]),
    (.refused(501, "NotImplemented"), ["an object is copied from one key of the caller's to another"]),
    (
      .accepted,
      [
        "parts in another order are refused",
        "a part with the number 0 is refused",
        "a part with the number 10,001 is refused",
        "an upload for an object that exists is refused under If-None-Match",
        "a deletion under If-Match of another tag is refused",
        "a copy of a source with another tag is refused",
        "a copy of a source with the tag of If-None-Match is refused",
        "a copy under If-None-Match replaces nothing",
        "a deletion of no keys is refused",
        "a CRC32 of other content is refused",
        "a CRC32C of other content is refused",
        "a CRC64NVME of other content is refused",
        "a SHA1 of other content is refused",
        "a SHA256 of other content is refused",
        "a bucket without encryption says so",
        "a bucket without a replication says so",
        "a bucket without a block of public access says so",
        "a bucket without ownership controls says so",
        "a signature for another region is refused, and the region named",
      ]
    ),
    (.refused(404, "NoSuchKey"), ["a read of a version that never was is refused"]),
    (.differs("the checksum is nil, not Optional(\"/sUwqQ==\")"), ["a checksum comes back with the object"]),
    (.differs("the content is ab, not abcdefghijkl"), ["several ranges at once are answered with the whole object"]),
    (.differs("the encryption is nil, not Optional(AES256)"), ["an object is encrypted with the server's key"]),
    (.differs("the completion gives no entity tag"), ["a completed upload has an entity tag"]),
    (.differs("the number of parts is nil, not Optional(2)"), ["a part is read by its number"]),
    (.differs("the prefixes is [], not [\"a/\", \"b/\"]"), ["uploads are listed by prefix and delimiter"]),
    (.differs("the version of the source is missing"), ["a version is copied"]),
  ])

  /// OpenStack Swift 2.38.3.
  static let openStackSwift = rows([
    (.refused(501, "NotImplemented"), ["records are selected from an object", "the events of a selection are read"]),
    (
      .refused(200, "InvalidResponse"),
      [
        "the attributes of an object have size and tag",
        "a bucket without a replication says so",
      ]
    ),
    (
      .refused(400, "BadRequest"),
      [
        "a read without credentials is refused",
        "a write without credentials is refused",
      ]
    ),
    (.refused(400, "MalformedXML"), ["rules of a lifecycle are set, read and removed"]),
    (.refused(403, "SignatureDoesNotMatch"), ["an unknown access key is refused"]),
    (
      .refused(404, "NoSuchKey"),
      [
        "a read of a deletion marker is refused",
        "a deleted version is gone",
        "an object from before has the version null",
      ]
    ),
    (
      .refused(412, ""),
      [
        "a form uploads an object",
        "a form's key gets the name of the file",
        "a form sets content type and metadata",
        "a form asks for the status 201",
        "a form with a file that is too long is refused",
        "a form with another key is refused",
        "a form without a field of its conditions is refused",
        "a form that has expired is refused",
        "a form with another signature is refused",
      ]
    ),
    (
      .refused(412, "PreconditionFailed"),
      [
        "a bucket that everyone may read is listed without credentials",
        "a list without credentials is refused",
      ]
    ),
    (.refused(500, "InternalError"), ["uploads with awkward keys are listed"]),
    (
      .refused(501, "NotImplemented"),
      [
        "tags of an object are set, read and removed",
        "tags are written along with an object",
        "ten tags are accepted and eleven refused",
        "a tag with a key of 129 characters is refused",
        "a write under If-Match of the current tag succeeds",
        "a write under If-Match of another tag is refused",
        "a write under If-Match of an object that does not exist is refused",
        "an object is encrypted with the server's key",
        "an object is encrypted with a key of the key management service",
        "rules of CORS are set, read and removed",
        "a policy is set, read and removed",
        "a policy that is none is refused",
        "tags of a bucket are set, read and removed",
        "a block of public access is set and read",
        "the requester's payment is set and read",
        "grants are written as a document",
        "an object that everyone may read is read without credentials",
        "a policy allows reads without credentials",
        "a policy forbids deletions",
        "a browser's preflight request is answered by the rules of CORS",
        "a bucket without rules of CORS says so",
        "a bucket without a policy says so",
        "a bucket without a website says so",
        "a bucket without a block of public access says so",
        "a bucket notifies nobody at first",
        "the owner of a bucket pays at first",
        "a bucket has a default retention",
      ]
    ),
    (.refused(nil, "InvalidResponse"), ["uploads are listed page by page"]),
    (
      .accepted,
      [
        "tags of an object that does not exist are refused",
        "a part after the completion is refused",
        "a read without the caller's key is refused",
        "a read with another key of the caller's is refused",
        "a key of the caller's whose hash is another one is refused",
        "a bucket without a lifecycle says so",
        "a bucket without tags says so",
        "a bucket without encryption says so",
        "a bucket without ownership controls says so",
        "a legal hold keeps a version from being deleted",
        "a retention keeps a version from being deleted, unless it is bypassed",
        "a session token of somebody else is refused",
      ]
    ),
    (.refused(404, "NoSuchKey"), ["a read of a version that never was is refused"]),
    (.differs("the algorithm is nil, not Optional(\"AES256\")"), ["an object is encrypted with the caller's key"]),
    (.differs("the checksum is nil, not Optional(\"/sUwqQ==\")"), ["a checksum comes back with the object"]),
    (
      .differs("the content is multipart/byteranges, not abcdefghijkl"),
      ["several ranges at once are answered with the whole object"]
    ),
    (.differs("the deleted versions are others"), ["versions are deleted with one request"]),
    (.differs("the mode is nil, not Optional(GOVERNANCE)"), ["an object is written with a retention"]),
    (
      .differs("the server has no STS"),
      [
        "a URL that is presigned with a session's credentials",
        "a form with a session's credentials uploads an object",
        "a session's credentials are accepted",
        "a session's credentials that have expired are refused",
      ]
    ),
    (.differs("the version is none"), ["a multipart upload becomes a version"]),
    (
      .differs("whether it is a marker is nil, not Optional(true)"),
      ["a deletion of keys with one request leaves markers"]
    ),
    (.differsAtTimes, ["of 8 writers under If-None-Match one wins"]),
  ])
}
