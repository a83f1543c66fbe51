import AWSCredentials
import AWSElasticClient
import AWSRuntime
import AWSS3Client
import HTTPTypes

/// Something to read.
struct DecodingCase {
  let name: String
  let bytes: Int
  /// How often it is read at a time when it is timed.
  let batch: Int
  private let read: () throws -> Int
  private let expected: Int

  /// All cases.
  static func all() throws -> [DecodingCase] { [listPage(), s3Error(), try bulk()] }

  /// Reads it a number of times.
  func repeated(_ count: Int) throws {
    for _ in 0..<count {
      guard try read() == expected else { throw WrongResult(name: name) }
    }
  }

  private static func listPage() -> DecodingCase {
    let head = HTTPResponse(status: .ok)
    let page = listPageText()
    return DecodingCase(
      name: "list", bytes: page.count, batch: 5,
      read: {
        let response = ServiceResponse(head: head, body: AWSHTTPBody(page), attempts: 1)
        let read = try S3ReadResponse(S3.ListObjectsV2Input.self, response, sent: [:])
        return try read.output.get().contents.count
      }, expected: 1000)
  }

  private static func listPageText() -> [UInt8] {
    var text = """
      <?xml version="1.0" encoding="UTF-8"?>
      <ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>bucket</Name><Prefix>photos%2F2026%2F</Prefix>\
      <KeyCount>1000</KeyCount><MaxKeys>1000</MaxKeys><EncodingType>url</EncodingType><IsTruncated>true</IsTruncated>\
      <NextContinuationToken>1ueGcxLPRx1Tr/XYExHnhbYLgveDs2J/wm36Hy4vbOwM=</NextContinuationToken>
      """
    for number in 0..<1000 {
      text += """
        <Contents><Key>photos%2F2026%2Fimage-\(1_000_000 + number).jpg</Key><LastModified>2026-10-12T17:50:30.000Z\
        </LastModified><ETag>&quot;fba9dede5f27731c9771645a3986\(1000 + number)&quot;</ETag><Size>\(434_234 + number)\
        </Size><StorageClass>STANDARD</StorageClass></Contents>
        """
    }
    return Array((text + "</ListBucketResult>").utf8)
  }

  private static func s3Error() -> DecodingCase {
    let head = HTTPResponse(status: .notFound)
    let body = Array(
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message><Key>photos/2026/image-1000000.jpg\
      </Key><RequestId>4442587FB7D0A2F9</RequestId><HostId>Uuag1LuByRx9e6j5Onimru9pO4ZVKnJ2Qz7/C1NPcfTWAtRPfTaOFg==\
      </HostId></Error>
      """.utf8)
    return DecodingCase(
      name: "error", bytes: body.count, batch: 500,
      read: {
        let parsed = S3ErrorParser.parse(head, body)
        let error = ServiceError(
          .service, code: parsed.code, message: parsed.message, operation: "s3.GetObject", response: head, body: body,
          attempts: 1, details: parsed.details)
        return S3Error(error, target: .object(bucket: "b", key: "k"), region: "us-east-1").hostId?.utf8.count ?? 0
      }, expected: 56)
  }

  private static func bulk() throws -> DecodingCase {
    let items = (0..<1000).map { number in
      #"{"index":{"_index":"books","_type":"_doc","_id":"id-\#(number)","_version":1,"result":"created","#
        + #""_shards":{"total":2,"successful":1,"failed":0},"_seq_no":\#(number),"_primary_term":1,"status":201}}"#
    }
    let body = Array(#"{"took":30,"errors":false,"items":[\#(items.joined(separator: ","))]}"#.utf8)
    let decoding = try BulkDecoding((0..<1000).map { .index(id: "id-\($0)", document: ["n": $0]) }, index: "books")
    let head = HTTPResponse(status: .ok)
    return DecodingCase(
      name: "bulk", bytes: body.count, batch: 5, read: { try decoding.report(head, body).acknowledged.count },
      expected: 1000)
  }
}

/// A response was not read as it should be.
struct WrongResult: Error {
  let name: String
}
