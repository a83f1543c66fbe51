import AWSCore
import AWSS3Client
import ArgumentParser

/// What objects should be that are written.
struct S3ObjectOptions: ParsableArguments, Sendable {
  @Option(help: ArgumentHelp("The canned ACL, such as public-read or bucket-owner-full-control.", valueName: "acl"))
  var acl: String?

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Who may do what: read, readacl, writeacl or full, each with id=ID or uri=URI, as read=uri=URI,id=ID.",
      valueName: "grant"))
  var grants: [String] = []

  @Option(
    name: .customLong("storage-class"),
    help: ArgumentHelp("The storage class, such as STANDARD_IA or INTELLIGENT_TIERING.", valueName: "class"))
  var storageClass: String?

  @Option(
    help: ArgumentHelp(
      "Encrypt at S3: AES256, aws:kms or aws:kms:dsse (without a value: AES256).", valueName: "encryption"))
  var sse: String?

  @Option(name: .customLong("sse-kms-key-id"), help: ArgumentHelp("The key of KMS.", valueName: "id"))
  var kmsKeyId: String?

  @OptionGroup var customer: S3CustomerKeyOptions

  @Option(
    name: .customLong("sse-c-copy-source"),
    help: ArgumentHelp("Read the source of a copy with a key of yours: AES256.", valueName: "algorithm"))
  var sourceAlgorithm: String?

  @Option(
    name: .customLong("sse-c-copy-source-key"),
    help: ArgumentHelp("The key of the source, as with --sse-c-key.", valueName: "key"))
  var sourceKey: String?

  @Option(name: .customLong("content-type"), help: ArgumentHelp("The media type.", valueName: "type"))
  var contentType: String?

  @Flag(name: .customLong("no-guess-mime-type"), help: "Do not derive the media type from the end of a file's name.")
  var isTypeNotGuessed = false

  @Option(name: .customLong("cache-control"), help: ArgumentHelp("How long it may be cached.", valueName: "value"))
  var cacheControl: String?

  @Option(
    name: .customLong("content-disposition"), help: ArgumentHelp("How a browser presents it.", valueName: "value"))
  var contentDisposition: String?

  @Option(name: .customLong("content-encoding"), help: ArgumentHelp("How it is encoded.", valueName: "value"))
  var contentEncoding: String?

  @Option(name: .customLong("content-language"), help: ArgumentHelp("The language.", valueName: "value"))
  var contentLanguage: String?

  @Option(help: ArgumentHelp("Until when it may be cached, as 2027-01-01T00:00:00Z.", valueName: "date"))
  var expires: String?

  @Option(help: ArgumentHelp("Metadata: name=value,name=value, or an object of JSON.", valueName: "metadata"))
  var metadata: String?

  @Option(
    name: .customLong("metadata-directive"),
    help: ArgumentHelp(
      "With copies: COPY what the source has, or REPLACE it by what this line says (default: COPY; REPLACE with --metadata).",
      valueName: "directive"))
  var metadataDirective: String?

  @Option(
    name: .customLong("website-redirect"),
    help: ArgumentHelp("Where a website leads that is asked for the object.", valueName: "target"))
  var websiteRedirect: String?

  @Option(
    name: .customLong("checksum-algorithm"),
    help: ArgumentHelp("CRC64NVME, CRC32, CRC32C, SHA1, SHA256 or SHA512 (default: CRC32).", valueName: "algorithm"))
  var checksumAlgorithm: String?

  @Option(
    name: .customLong("checksum-mode"),
    help: ArgumentHelp(
      "ENABLED: compare what is downloaded with its checksum, which is done anyway.", valueName: "mode"))
  var checksumMode: String?

  @Option(
    name: .customLong("copy-props"),
    help: ArgumentHelp("default: copy metadata and tags, which is done anyway.", valueName: "properties"))
  var copiedProperties: String?

  func validate() throws {
    try choice("--acl", acl, Self.acls)
    try choice("--sse", sse, ["AES256", "aws:kms", "aws:kms:dsse"])
    try choice("--metadata-directive", metadataDirective, ["COPY", "REPLACE"])
    try choice(
      "--checksum-algorithm", checksumAlgorithm, ["CRC64NVME", "CRC32", "CRC32C", "SHA1", "SHA256", "SHA512"])
    try choice("--checksum-mode", checksumMode, ["ENABLED"])
    try choice("--copy-props", copiedProperties, ["default"])
    try S3CustomerKeyOptions.check(sourceAlgorithm, sourceKey, "--sse-c-copy-source")
    if kmsKeyId != nil, sse?.hasPrefix("aws:kms") != true {
      throw ValidationError("--sse-kms-key-id is for --sse aws:kms or aws:kms:dsse, which the line does not have.")
    }
    if let storageClass,
      storageClass.isEmpty || !storageClass.utf8.allSatisfy({ $0.isTokenCharacter && !$0.isLowercaseLetter })
    {
      throw ValidationError(
        "--storage-class is '\(storageClass.printable(limit: 80))'; its name is in capitals, as STANDARD_IA.")
    }
    for (name, value) in [
      ("--content-type", contentType), ("--cache-control", cacheControl), ("--content-encoding", contentEncoding),
      ("--content-disposition", contentDisposition), ("--content-language", contentLanguage),
      ("--website-redirect", websiteRedirect),
    ] where value?.holdsForbiddenControl == true {
      throw ValidationError("\(name) holds a line end or another control character.")
    }
    if let metadata { _ = try S3Metadata.read(metadata) }
    _ = try S3Grants(grants)
    if let expires, Self.date(expires) == nil {
      throw ValidationError(
        "--expires is '\(expires.printable(limit: 80))'; it takes a date such as 2027-01-01T00:00:00Z or an HTTP date.")
    }
  }

  private static let acls = [
    "private", "public-read", "public-read-write", "authenticated-read", "aws-exec-read", "bucket-owner-read",
    "bucket-owner-full-control", "log-delivery-write",
  ]

  private func choice(_ name: String, _ value: String?, _ values: [String]) throws {
    guard let value, !values.contains(value) else { return }
    let close = values.first { SpellingDistance.isClose(value, $0) }.map { " Did you mean \($0)?" } ?? ""
    throw ValidationError(
      "\(name) is '\(value.printable(limit: 80))'; it takes \(values.joined(separator: ", ")).\(close)")
  }
}

extension UInt8 {
  fileprivate var isLowercaseLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) }
}
