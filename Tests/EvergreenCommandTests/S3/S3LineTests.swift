import AWSCredentials
import AWSTesting
import Testing
import evergreen

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The command lines of `evergreen s3`: what they become, and what is refused.
@Suite struct S3LineTests {
  /// Runs a line against a server that notes what it receives.
  private func sent(_ line: String) async throws -> (result: EvergreenTool.Result, requests: [RecordingServer.Request])
  {
    let server = try RecordingServer(respond: { _ in .init() })
    var result: EvergreenTool.Result?
    try await withTemporaryDirectory { directory in
      try Data(String(repeating: "k", count: 32).utf8).write(to: URL(filePath: directory + "/key"))
      try Data("content".utf8).write(to: URL(filePath: directory + "/a.bin"))
      result = try await EvergreenTool.shell(
        "cd '\(directory)' && \"$@\" " + line + " --endpoint-url \(server.url)",
        ["/usr/bin/env", "-i"] + EvergreenTool.base + EvergreenTool.keys + [try EvergreenTool.program, "s3"])
    }
    return (try #require(result), server.take())
  }

  @Test(
    "Options become header fields",
    arguments: [
      ("--acl public-read", ["x-amz-acl": "public-read"]), ("--sse", ["x-amz-server-side-encryption": "AES256"]),
      ("--storage-class STANDARD_IA", ["x-amz-storage-class": "STANDARD_IA"]),
      (
        "--sse aws:kms --sse-kms-key-id k1",
        ["x-amz-server-side-encryption": "aws:kms", "x-amz-server-side-encryption-aws-kms-key-id": "k1"]
      ),
      ("--content-type x/y --content-encoding gzip", ["content-type": "x/y", "content-encoding": "gzip"]),
      ("--content-disposition inline", ["content-disposition": "inline"]),
      ("--expires 2027-01-01T00:00:00Z", ["expires": "Fri, 01 Jan 2027 00:00:00 GMT"]),
      (
        "--grants read=uri=http://acs.amazonaws.com/groups/global/AllUsers,id=1 full=id=2",
        [
          "x-amz-grant-read": "uri=\"http://acs.amazonaws.com/groups/global/AllUsers\",id=\"1\"",
          "x-amz-grant-full-control": "id=\"2\"",
        ]
      ),
      ("--metadata a=1,b='\"2,3\"'", ["x-amz-meta-a": "1", "x-amz-meta-b": "2,3"]),
      ("--website-redirect /b", ["x-amz-website-redirect-location": "/b"]),
      ("--request-payer", ["x-amz-request-payer": "requester"]),
      ("--checksum-algorithm SHA256", ["x-amz-sdk-checksum-algorithm": "SHA256"]),
      ("--no-overwrite", ["if-none-match": "*"]),
    ] as [(String, [String: String])])
  func options(_ line: String, _ fields: [String: String]) async throws {
    let (result, requests) = try await sent("cp a.bin s3://books/k " + line)
    #expect(result.status == .exited(0) && result.output == "upload: ./a.bin to s3://books/k\n", "\(result)")
    let request = try #require(requests.first, "\(result)")
    #expect(requests.count == 1 && request.method == "PUT")
    for (name, value) in fields { #expect(request[name] == value, "\(name): \(String(describing: request[name]))") }
  }

  @Test func aRequestIsUnsignedIfThatIsAskedFor() async throws {
    let (result, requests) = try await sent("cp a.bin s3://books/k --no-sign-request")
    #expect(result.status == .exited(0) && requests.count == 1 && requests[0]["authorization"] == nil, "\(result)")
  }

  @Test func aCustomersKeyIsReadFromAFileAndIsNotPrinted() async throws {
    let (result, requests) = try await sent("cp a.bin s3://books/k --sse-c --sse-c-key fileb://key")
    let key = Data(String(repeating: "k", count: 32).utf8).base64EncodedString()
    #expect(result.status == .exited(0) && requests.count == 1, "\(result)")
    #expect(requests.first?["x-amz-server-side-encryption-customer-key"] == key)
    #expect(requests.first?["x-amz-server-side-encryption-customer-algorithm"] == "AES256")
    #expect(!result.output.contains(key) && !result.errors.contains(key))
  }

  @Test(
    "Mistakes are explained, with the usage of the subcommand",
    arguments: [
      ("cp a b", "Neither 'a' nor 'b' is in S3"), ("cp a", "<target>"), ("cp - -", "Neither '-' nor '-'"),
      ("cp S3://b/k x", "is no s3:// URL"), ("cp s3:/b/k s3://b", "is no s3:// URL"),
      ("cp s3:///k x", "names no bucket"),
      ("cp '' s3://b", "A path is empty"), ("cp . s3://b/k", "add --recursive"), ("cp s3://b x", "names no object"),
      ("cp s3://b/x/ .", "names no object"), ("cp - s3://b", "has no name of its own"),
      ("cp -r - s3://b", "is one object"),
      ("cp -r a.bin s3://b", "is no directory"), ("cp -r s3://b a.bin", "is no directory"),
      ("cp -r s3://b/a s3://b/a/c", "The target is within the source"), ("cp s3://b/.. .", "is no name for a file"),
      ("cp a s3://b --acl pubic-read", "Did you mean public-read?"), ("cp a s3://b --sse foo", "--sse is 'foo'"),
      ("cp a s3://b --sse-kms-key-id k", "--sse aws:kms"), ("cp a s3://b --sse-c", "--sse-c-key stand together"),
      ("cp a s3://b --sse-c --sse-c-key short", "a key has 32"),
      ("cp a s3://b --sse-c --sse-c-key fileb://none", "cannot be read"),
      ("cp a s3://b --storage-class standard", "in capitals"), ("cp a s3://b --expires soon", "--expires is 'soon'"),
      ("cp a s3://b --metadata a", "has no '='"), ("cp a s3://b --metadata '{'", "no object of JSON"),
      ("cp a s3://b --metadata 'a b=1'", "a name consists of"), ("cp a s3://b --grants write=id=1", "--grants is"),
      ("cp a s3://b --metadata-directive REPLACED", "--metadata-directive is"),
      ("cp a s3://b --page-size 0", "--page-size is 0"),
      ("cp a s3://b --concurrency 0", "--concurrency is 0"),
      ("cp a s3://b --max-bandwidth fast", "--max-bandwidth is 'fast'"),
      ("cp a s3://b --region 'a b'", "--region is 'a b'"),
      ("cp a s3://b --request-payer=me", "it takes requester"),
      ("cp a s3://b --checksum-algorithm XXHASH64", "--checksum-algorithm is"),
      ("cp a s3://b --no-verify-ssl", "AWS_CA_BUNDLE"),
      ("cp a s3://b --output=json", "The option --output of the AWS CLI"),
      ("cp a s3://b --recursiv", "Unknown option '--recursiv'"), ("cp a s3://b c", "Unexpected argument"),
      ("mv - s3://b/k", "cannot be moved"), ("mv s3://b/k s3://b/", "cannot be moved onto itself"),
      ("mv s3://b/k s3://b/k", "cannot be moved onto itself"),
      ("mv -r s3://b/k s3://b/k/", "The target is within the source"),
      ("sync - s3://b", "cannot be synchronised"), ("sync . s3://b --size-only --checksum", "exclude each other"),
      ("sync a b", "Neither 'a' nor 'b'"), ("rm s3://b", "names a bucket"), ("rm x", "is not in S3"), ("ls s3://", "<"),
      ("mb b", "is no bucket"), ("mb s3://b/k", "names more than a bucket"),
      ("rb s3://b/k", "names more than a bucket"),
      ("presign s3://b", "names no object"), ("presign s3://b/k --expires-in 0", "--expires-in is 0"),
      ("cat x", "is not in S3"),
      ("stat s3://b --version-id 1", "is a bucket"), ("ls s3://b --bucket-region x", "is for the list of buckets"),
      ("cpy", "Did you mean 'cp'?"),
    ].filter { $0.0 != "ls s3://" })
  func mistakes(_ line: String, _ words: String) async throws {
    let (result, requests) = try await sent(line)
    #expect(result.status == .exited(252) && result.output.isEmpty, "\(result)")
    #expect(result.errors.contains(words), "\(result)")
    let subcommand = line == "cpy" ? "" : " \(line.prefix { $0 != " " })"
    #expect(result.errors.contains("Usage: evergreen s3\(subcommand) "), "\(result)")
    #expect(requests.isEmpty)
  }

  @Test func whatIsMissingIsSaid() async throws {
    let (missing, _) = try await sent("cp none s3://b")
    #expect(
      missing.status == .exited(255) && missing.errors.contains("The local path 'none' does not exist"), "\(missing)")
    let endpoint = try await EvergreenTool.run(["s3", "ls", "--endpoint-url", "ftp://x"])
    #expect(endpoint.status == .exited(252) && endpoint.errors.contains("--endpoint-url is 'ftp://x'"), "\(endpoint)")
    let region = try await EvergreenTool.run(["s3", "ls"], ["AWS_ACCESS_KEY_ID=a", "AWS_SECRET_ACCESS_KEY=b"])
    #expect(region.status == .exited(253) && region.errors.contains("region"), "\(region)")
    let credentials = try await EvergreenTool.run(["s3", "ls"], ["AWS_REGION=eu-west-1"])
    #expect(credentials.status == .exited(253) && credentials.errors.contains("credential"), "\(credentials)")
    let profile = try await EvergreenTool.run(["s3", "ls", "--profile", "none"])
    #expect(profile.status == .exited(253) && profile.errors.contains("none"), "\(profile)")
  }

  @Test(
    "Help is that of the subcommand",
    arguments: [
      (["s3"], "SUBCOMMANDS"), (["s3", "--help"], "SUBCOMMANDS"), (["s3", "help"], "SUBCOMMANDS"),
      (["help", "s3"], "SUBCOMMANDS"), (["s3", "cp", "--help"], "evergreen s3 cp"),
      (["s3", "cp", "help"], "evergreen s3 cp"),
      (["help", "s3", "cp"], "evergreen s3 cp"), (["s3", "help", "sync"], "--exact-timestamps"),
    ])
  func help(_ words: [String], _ text: String) async throws {
    let result = try await EvergreenTool.run(words)
    #expect(result.status == .exited(0) && result.output.contains(text) && result.errors.isEmpty, "\(result)")
  }

  @Test func sizesAreWrittenAndReadAsTheCommandLineOfAWSDoes() {
    for (bytes, text) in [
      (0, "0 Bytes"), (1, "1 Byte"), (1023, "1023 Bytes"), (1024, "1.0 KiB"), (1536, "1.5 KiB"), (1_048_575, "1.0 MiB"),
      (1 << 20, "1.0 MiB"), (5_368_709_120, "5.0 GiB"),
    ] as [(Int64, String)] { #expect(ByteSize.text(bytes) == text) }
    for (text, bytes) in [("10", 10), ("1KB", 1024), ("2MiB", 2 << 20), ("1gb", 1 << 30)] as [(String, Int64)] {
      #expect(ByteSize.bytes(text) == bytes)
    }
    for text in ["", "KB", "-1", "1.5MB", "1PB", "99999999999999TB"] { #expect(ByteSize.bytes(text) == nil) }
    #expect(ByteSize.bytesPerSecond("10MB/s") == 10 << 20 && ByteSize.bytesPerSecond("80Mb/s") == 10 << 20)
    #expect(ByteSize.bytesPerSecond("500") == 500 && ByteSize.bytesPerSecond("0MB/s") == nil)
  }

  @Test func theEndOfANameTellsTheMediaType() {
    for (path, type) in [
      ("a.html", "text/html"), ("d.d/A.JPG", "image/jpeg"), ("a.tar.gz", "application/x-tar"),
      ("a.tgz", "application/x-tar"),
      ("a.json", "application/json"), ("a.gz", nil), (".html", nil), ("d.html/a", nil), ("a.unknown", nil), ("a.", nil),
    ] as [(String, String?)] { #expect(MediaType.guess(path: path) == type, "\(path)") }
  }

  @Test func pathsAreShownFromTheWorkingDirectoryOn() {
    for (directory, name, shown) in [
      (".", "a", "./a"), ("", "a", "./a"), (".", "d/a", "d/a"), ("d", "a", "d/a"), ("./d//e/..", "a", "d/a"),
      ("/w/k", "a", "./a"), ("/w", "a", "../a"), ("/tmp/x", "a", "../../tmp/x/a"), ("..", "a", "../a"),
      ("/", "a", "../../a"),
    ] { #expect(LocalDisplay(directory: directory, working: "/w/k").file(name) == shown) }
  }
}
