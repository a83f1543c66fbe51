// The sentences that documentation comments are made of. The model has none: these are written for this package.

extension Property {
  /// The documentation of the property.
  var documentation: String {
    let deprecation = member.isDeprecated ? " AWS has deprecated it." : ""
    return (Self.known(member.name, isWritten: isWritten) ?? described) + deprecation
  }

  private var described: String {
    let absence = isOptional && !isWritten ? "; `nil` if the response does not have it" : ""
    let place =
      switch member.place {
      case .header(let name): "the header field `\(name)`"
      case .headers(let prefix): "the header fields whose names begin with `\(prefix)`"
      case .query(let name): "the query parameter `\(name)`"
      case .uri: "a part of the URL"
      case .body:
        if member.attribute != nil {
          "an attribute of the element"
        } else if member.isPayload {
          "the body"
        } else if case .list(_, nil) = kind {
          "the elements `\(element)`"
        } else {
          "the element `\(element)`"
        }
      }
    return "`\(member.name)` in the API: \(place)\(absence)."
  }

  private static func known(_ name: String, isWritten: Bool) -> String? {
    if let text = everywhere[name] { return text }
    return isWritten ? given[name] : received[name]
  }

  private static let everywhere: [String: String] = [
    "AccessKeyId": "The access key id of the session.",
    "BucketKeyEnabled": "Whether an S3 bucket key is used for encryption with KMS.",
    "ChecksumCRC32": "The CRC-32 checksum, in Base64.",
    "ChecksumCRC32C": "The CRC-32C checksum, in Base64.",
    "ChecksumCRC64NVME": "The CRC-64/NVME checksum, in Base64.",
    "ChecksumMD5": "The MD5 checksum, in Base64.",
    "ChecksumSHA1": "The SHA-1 checksum, in Base64.",
    "ChecksumSHA256": "The SHA-256 checksum, in Base64.",
    "ChecksumSHA512": "The SHA-512 checksum, in Base64.",
    "ChecksumXXHASH128": "The XXHash128 checksum, in Base64.",
    "ChecksumXXHASH3": "The XXHash3 checksum, in Base64.",
    "ChecksumXXHASH64": "The XXHash64 checksum, in Base64.",
    "CacheControl": "How long the content may be cached (`Cache-Control`).",
    "ContentDisposition": "How a browser presents the content (`Content-Disposition`).",
    "ContentEncoding": "The encoding of the content, for example `gzip` (`Content-Encoding`).",
    "ContentLanguage": "The language of the content (`Content-Language`).",
    "ContentType": "The media type of the content, such as `text/plain` (`Content-Type`).",
    "Metadata": "The user metadata. Names are case-insensitive.",
    "Owner": "The owner.",
    "SSEKMSEncryptionContext": "The encryption context for KMS: a JSON object in Base64. Printing does not show it.",
    "SSEKMSKeyId": "The id or ARN of the KMS key. Printing does not show it.",
    "SecretAccessKey": "The secret access key of the session. Printing does not show it.",
    "SessionToken": "The session token. Printing does not show it.",
    "ServerSideEncryption": "How S3 encrypts the object.",
    "StorageClass": "The storage class.",
    "TagSet": "The tags.",
    "UploadId": "The id of the multipart upload.",
  ]

  private static let given: [String: String] = [
    "ACL": "The canned ACL.",
    "Body": "The content. Its length must be known before it is sent.",
    "Bucket": "The name of the bucket.",
    "BypassGovernanceRetention": "Whether a retention in governance mode is overridden, which needs a permission.",
    "ChecksumAlgorithm": "The algorithm of the checksum that is sent with the body; `nil` for CRC-32.",
    "ChecksumMode": "Whether S3 sends the checksums of the object; `nil` for the default of the operation.",
    "ClientToken": "A text that makes the request idempotent; `nil` to make one for the call.",
    "ConfirmRemoveSelfBucketAccess": "Whether the policy may take the caller's own right to change it.",
    "ContentMD5": "The MD5 hash of the body in Base64 (`Content-MD5`); `nil` to send none.",
    "ContinuationToken": "The token of the previous page, to list what follows it; `nil` for the first page.",
    "CopySource": "The object to copy.",
    "CopySourceIfMatch": "Only if the entity tag of the source is this one.",
    "CopySourceIfModifiedSince": "Only if the source has changed since then.",
    "CopySourceIfNoneMatch": "Only if the entity tag of the source is another one.",
    "CopySourceIfUnmodifiedSince": "Only if the source has not changed since then.",
    "CopySourceSSECustomerKey": "The key with which the source is encrypted (SSE-C). Printing does not show it.",
    "CopySourceSSECustomerKeyMD5": "The MD5 hash of the source's key in Base64; `nil` to compute it.",
    "CopySourceSSECustomerAlgorithm": "The algorithm for the source's key; `nil` for `AES256` if there is a key.",
    "Delimiter": "The text at which keys are grouped, usually `/`; `nil` to list each key.",
    "EncodingType": "`url` to have keys encoded in the response, since they may hold what XML cannot.",
    "ExpectedBucketOwner": "The id of the account that must own the bucket; otherwise S3 refuses the request (403).",
    "ExpectedSourceBucketOwner": "The id of the account that must own the source's bucket; otherwise S3 refuses.",
    "Expires": "When the content expires (`Expires`).",
    "GrantFullControl": "Who may read and write the object or bucket and its ACL, such as `id=\"…\"`.",
    "GrantRead": "Who may read the object or list the bucket.",
    "GrantReadACP": "Who may read the ACL.",
    "GrantWrite": "Who may write objects in the bucket.",
    "GrantWriteACP": "Who may write the ACL.",
    "IfMatch": "Only if the entity tag is this one; else the error is ``S3Error/Code/preconditionFailed``.",
    "IfModifiedSince": "Only if the object has changed since then.",
    "IfNoneMatch": "Only if the entity tag is another one; ``S3/ETag/any``: only if there is no object.",
    "IfUnmodifiedSince": "Only if the object has not changed since then.",
    "Key": "The key of the object, not percent-encoded.",
    "KeyMarker": "Where the list begins: what follows this key; `nil` for the beginning.",
    "MFA": "The serial number of the multi-factor authentication device, a space, and the code that it shows.",
    "Marker": "Where the list begins: what follows this key; `nil` for the beginning.",
    "MaxKeys": "The maximum number of keys on a page.",
    "MaxParts": "The maximum number of parts on a page.",
    "MaxUploads": "The maximum number of uploads on a page.",
    "ObjectLockLegalHoldStatus": "Whether the object is under a legal hold.",
    "ObjectLockMode": "The mode of the object's retention.",
    "ObjectLockRetainUntilDate": "Until when the object is retained.",
    "PartNumber": "The number of the part, 1 to 10,000.",
    "Prefix": "Only keys that begin with this text.",
    "Range":
      "The part to read; `nil` for the whole object. A response with another part is an error, and nothing of it is read.",
    "RenameSource": "The object to rename, as `BUCKET/KEY` with the key percent-encoded.",
    "RequestPayer": "Set to `requester` if the caller agrees to pay for the request.",
    "ResponseCacheControl": "The value of `Cache-Control` that the response shall have.",
    "ResponseContentDisposition": "The value of `Content-Disposition` that the response shall have.",
    "ResponseContentEncoding": "The value of `Content-Encoding` that the response shall have.",
    "ResponseContentLanguage": "The value of `Content-Language` that the response shall have.",
    "ResponseContentType": "The value of `Content-Type` that the response shall have.",
    "ResponseExpires": "The value of `Expires` that the response shall have.",
    "SSECustomerAlgorithm": "The algorithm for the caller's key; `nil` for `AES256` if there is a key.",
    "SSECustomerKey": "The caller's key with which S3 encrypts the object (SSE-C). Printing does not show it.",
    "SSECustomerKeyMD5": "The MD5 hash of the caller's key in Base64; `nil` to compute it.",
    "StartAfter": "Where the list begins: what follows this key; `nil` for the beginning.",
    "VersionId": "The id of the version; `nil` for the current one.",
    "WebsiteRedirectLocation": "Where a website sends a browser that asks for the object: a path or a URL.",
  ]

  private static let received: [String: String] = [
    "Body": "The content as a stream, which can be read once.",
    "ContentLength": "The length of the content in bytes.",
    "ContentRange": "Which part of the object the content is; `nil` if it is the whole object.",
    "DeleteMarker": "Whether the version is a delete marker.",
    "ETag": "The entity tag of the content; `nil` if the response does not have it.",
    "IsTruncated": "Whether there are more pages.",
    "Key": "The key of the object.",
    "LastModified": "When the object was written.",
    "NextContinuationToken": "The token with which to request the next page; `nil` on the last page.",
    "PartNumber": "The number of the part.",
    "Payload": "The events, which can be read once.",
    "RequestCharged": "`requester` if the caller pays for the request.",
    "SSECustomerAlgorithm": "The algorithm with which S3 encrypted the object with the caller's key.",
    "SSECustomerKeyMD5": "The MD5 hash of the key with which the object is encrypted, in Base64.",
    "Size": "The size in bytes.",
    "VersionId": "The id of the version; `nil` if the bucket has no versioning.",
  ]
}

/// A sentence that says what an operation does.
enum Summary {
  static func of(_ operation: String) -> String {
    if let text = known[operation] { return text }
    let verbs = [
      ("Get", "Reads"), ("Put", "Sets"), ("Delete", "Deletes"), ("List", "Lists"), ("Create", "Creates"),
      ("Update", "Updates"),
    ]
    guard let (prefix, verb) = verbs.first(where: { operation.hasPrefix($0.0) }) else { return "" }
    var rest = operation.dropFirst(prefix.count)
    var owner = ""
    for (word, text) in [("Bucket", " of a bucket"), ("Object", " of an object")] where rest.hasPrefix(word) {
      rest = rest.dropFirst(word.count)
      owner = text
    }
    return "\(verb) the \(words(String(rest)))\(owner)."
  }

  // `IntelligentTieringConfiguration` as words.
  private static func words(_ name: String) -> String {
    if ["Acl", "Cors", "Abac"].contains(name) { return name == "Cors" ? "CORS rules" : name.uppercased() }
    var text = ""
    for character in name {
      if character.isUppercase, !text.isEmpty { text += " " }
      text += character.lowercased()
    }
    return text
  }

  /// What else is to be known of an operation: paragraphs.
  static let details: [String: [String]] = [
    "CopyObject": [
      """
      The content is not sent to this process and back. S3 may send status 200 and then report a failure in the body of the \
      response. This client handles it like any other failure: it retries or throws.
      """
    ],
    "CreateBucket": [
      """
      Outside of `us-east-1` S3 requires the region in ``S3/CreateBucketInput/createBucketConfiguration``; \
      ``createBucket(_:location:)`` fills it in.
      """,
      """
      If the caller already owns the bucket, the call throws ``S3Error/Code/bucketAlreadyOwnedByYou``; in `us-east-1` it \
      succeeds instead. The call can also throw this error if a response was lost and the request was sent again, because \
      the first attempt created the bucket; ``S3Error/mayHaveTakenEffect`` is then `true`.
      """,
    ],
    "DeleteBucket": ["If the bucket contains objects, the call throws ``S3Error/Code/bucketNotEmpty``."],
    "DeleteObject": [
      """
      Deleting an object that does not exist succeeds. Without a version id, in a bucket with versioning, S3 adds a delete \
      marker, which hides the object, and keeps its versions.
      """
    ],
    "GetObject": [
      """
      The call returns as soon as the header fields of a successful response have arrived; read the content from the output's \
      body, which fails if the connection ends before the whole content has arrived.
      """
    ],
    "HeadBucket": [
      """
      If not, the call throws. The response has no body, so an error's code is derived from the HTTP status: \
      ``S3Error/Code/notFound``, ``S3Error/Code/forbidden``, or, if the bucket is in another region, \
      ``S3Error/Code/permanentRedirect`` with ``S3Error/bucketRegion``.
      """
    ],
    "HeadObject": [
      """
      The response has no body, so an error's code is derived from the HTTP status: ``S3Error/Code/notFound``, \
      ``S3Error/Code/forbidden``, ``S3Error/Code/notModified``, ``S3Error/Code/preconditionFailed``.
      """
    ],
    "PutObject": [
      """
      If a response is lost, the client sends the request again. A condition may then fail because the first attempt has \
      written the object: the call throws ``S3Error/Code/preconditionFailed`` with ``S3Error/mayHaveTakenEffect`` `true`. \
      To find out whether that is the reason, read the object's tag or metadata.
      """
    ],
  ]

  private static let known: [String: String] = [
    "AbortMultipartUpload": "Ends a multipart upload without an object, and deletes its parts.",
    "CompleteMultipartUpload": "Makes an object of the parts of a multipart upload.",
    "CopyObject": "Copies an object of up to 5 GiB within S3.",
    "CreateBucket": "Creates a bucket.",
    "CreateMultipartUpload": "Begins a multipart upload.",
    "CreateSession": "Makes credentials for the objects of a directory bucket (S3 Express One Zone).",
    "DeleteBucket": "Deletes an empty bucket.",
    "DeleteBucketLifecycle": "Deletes the lifecycle configuration of a bucket.",
    "DeleteObject": "Deletes an object or a version of it.",
    "DeleteObjects": "Deletes up to 1000 objects or versions with one request; the output says what came of each.",
    "GetBucketLocation": "Reads in which region a bucket is.",
    "GetBucketPolicyStatus": "Reads whether the policy of a bucket makes it public.",
    "GetBucketRequestPayment": "Reads who pays for the requests to a bucket.",
    "GetObject": "Reads an object as a stream.",
    "GetObjectAttributes": "Reads attributes of an object, such as its checksums and parts, without its content.",
    "GetObjectTorrent": "Reads the torrent file of an object.",
    "GetPublicAccessBlock": "Reads which kinds of public access a bucket blocks.",
    "DeletePublicAccessBlock": "Deletes the setting that blocks public access to a bucket.",
    "PutPublicAccessBlock": "Sets which kinds of public access a bucket blocks.",
    "HeadBucket": "Checks whether a bucket exists and may be accessed.",
    "HeadObject": "Reads the attributes of an object without its content.",
    "ListBuckets": "Lists the caller's buckets: one page.",
    "ListDirectoryBuckets": "Lists the caller's directory buckets (S3 Express One Zone): one page.",
    "ListMultipartUploads": "Lists the multipart uploads of a bucket that are under way: one page.",
    "ListObjectVersions": "Lists the versions and delete markers of the objects in a bucket: one page.",
    "ListObjects": "Lists the objects of a bucket in the older form of the API: one page.",
    "ListObjectsV2": "Lists the objects of a bucket: one page.",
    "ListParts": "Lists the parts of a multipart upload: one page.",
    "PutBucketRequestPayment": "Sets who pays for the requests to a bucket.",
    "PutObject": "Writes an object of up to 5 GiB with one request.",
    "RenameObject": "Renames an object in a directory bucket (S3 Express One Zone).",
    "RestoreObject": "Restores an object from an archive for some time.",
    "SelectObjectContent": "Filters the content of an object with an SQL expression, and reads the result as a stream.",
    "UpdateObjectEncryption": "Changes how an object is encrypted, without its content being written again.",
    "UploadPart": "Uploads a part of a multipart upload.",
    "UploadPartCopy": "Copies a part of a multipart upload from an object.",
    "WriteGetObjectResponse": "Sends the response to a GetObject request through S3 Object Lambda.",
  ]
}
