import AWSCredentials
import AWSRuntime
import AWSS3Client
import AWSTesting
import HTTPTypes
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The scripted responses of `../shared/vectors/s3/mock-answers`, read by the operations.
@Suite struct MockAnswerTests {
  private struct Answer: Decodable {
    let status: Int
    let headers: [String: String]
    let body: [String]?
  }

  /// What comes of a response: the code of the error, or what the output says.
  private struct Expectation {
    var code: S3Error.Code?
    var attempts = 1
    var shows: [String] = []
    /// How many bytes `<data-to-send>` is.
    var size = 65_536
    /// Whether the content is another one than its checksum says.
    var isDamaged = false
  }

  private static let slow = Expectation(code: .slowDown, attempts: 3)
  private static let expectations: [String: Expectation] = [
    "AbortMultipartUpload--default": Expectation(),
    "CompleteMultipartUpload--async_access_denied_error": Expectation(code: .accessDenied),
    "CompleteMultipartUpload--async_internal_error": Expectation(code: .internalError, attempts: 0),
    "CompleteMultipartUpload--default": Expectation(shows: ["3858f62230ac3c915f300c664312c11f-9"]),
    "CompleteMultipartUpload--sse_kms": Expectation(shows: [
      "3858f62230ac3c915f300c664312c11f-9", "aws:kms",
    ]),
    "CreateMultipartUpload--default": Expectation(shows: ["defaultID"]),
    "CreateMultipartUpload--request_time_too_skewed": Expectation(
      code: .requestTimeTooSkewed, attempts: 0),
    "CreateMultipartUpload--request_timeout": Expectation(code: S3Error.Code(rawValue: "RequestTimeout"), attempts: 0),
    "CreateSession--default": Expectation(shows: ["accessKeyId", "<redacted>"]),
    "CreateSession--sse_kms": Expectation(shows: ["accessKeyId", "aws:kms"]),
    "GetObject--default": Expectation(code: .notFound),
    "GetObject--get_object_checksum_combine_head": Expectation(
      shows: ["uo2NxA==", "262144"], size: 262_144),
    "GetObject--get_object_checksum_combine_part": Expectation(shows: ["262144"]),
    "GetObject--get_object_checksum_combine_slow_part": Expectation(shows: ["262144"]),
    "GetObject--get_object_checksum_retry": Expectation(shows: ["q1875w=="], isDamaged: true),
    "GetObject--get_object_checksum_single_part": Expectation(shows: ["wyCR/w=="]),
    "GetObject--get_object_checksum_single_part_head": Expectation(shows: ["wyCR/w==", "65536"]),
    "GetObject--get_object_delay_60s": Expectation(),
    "GetObject--get_object_error_part": Expectation(code: .accessDenied),
    "GetObject--get_object_invalid_response_missing_content_range": Expectation(
      code: .invalidResponse),
    "GetObject--get_object_invalid_response_missing_etags": Expectation(shows: ["1048576"]),
    "GetObject--get_object_long_error": Expectation(code: .noSuchKey),
    "GetObject--get_object_modified_failure": Expectation(code: .badRequest),
    "GetObject--get_object_modified_first_part": Expectation(shows: [
      "b54357faf0632cce46e942fa68356b38"
    ]),
    "GetObject--get_object_modified_success": Expectation(code: .preconditionFailed),
    "GetObject--get_object_opaque_etag": Expectation(shows: ["IAMRANDOMETAG"]),
    "GetObject--get_object_pause_delayed_part": Expectation(shows: ["pausetokenmocketag"]),
    "GetObject--get_object_pause_normal_part": Expectation(shows: ["pausetokenmocketag"]),
    "GetObject--get_object_unmatch_checksum_crc32": Expectation(
      shows: ["q1875w=="], isDamaged: true),
    "ListParts--default": Expectation(code: .notFound),
    "ListParts--multiple_list_parts_1": Expectation(shows: [
      "KtQF9Q==", "7778aef83f66abc1fa1e8477f296d394",
    ]),
    "ListParts--multiple_list_parts_2": Expectation(shows: [
      "yagJog==", "aaaa18db4cc2f85cedef654fccc4a4x8",
    ]),
    "ListParts--resume_first_part_not_completed": Expectation(
      shows: ["7778aef83f66abc1fa1e8477f296d394", "aaaa18db4cc2f85cedef654fccc4a4x8"]),
    "UploadPart--default": Expectation(shows: ["b54357faf0632cce46e942fa68356b38"]),
    "UploadPart--missing_etag": Expectation(),
    "UploadPart--throttle": slow,
    "UploadPart--throttle_before_finish": slow,
    "UploadPart--upload_part_error": Expectation(code: .accessDenied),
  ]

  @Test(
    "Scripted responses are read as what they are",
    .enabled(
      if: SharedVectors.has("s3/mock-answers/UploadPart--default.json"), "\(SharedVectors.absence)")
  )
  func answers() async throws {
    var count = 0
    for (name, expected) in Self.expectations.sorted(by: { $0.key < $1.key }) {
      let answer = try S3Fixture.vectors("mock-answers/\(name).json", as: Answer.self)
      try await Self.check(name, answer, expected)
      count += 1
    }
    print("s3/mock-answers: \(count)")
  }

  private static func check(_ name: String, _ answer: Answer, _ expected: Expectation) async throws {
    let operation = String(name.prefix { $0 != "-" })
    var fields = HTTPFields()
    for (field, value) in answer.headers {
      guard let field = HTTPField.Name(field), field != .connection else { continue }
      fields[field] = value.replacing("<request-range>", with: "bytes 0-\(expected.size - 1)")
    }
    let isData =
      answer.body == ["<data-to-send>"]
      || operation == "GetObject" && (answer.body ?? []).joined().isEmpty && fields[.eTag] != nil
    let text = isData ? String(repeating: "a", count: expected.size) : (answer.body ?? []).joined()
    let response = ScriptedTransport.Response.status(answer.status, headers: fields, body: text)
    let transport = ScriptedTransport(Array(repeating: response, count: 4))
    let s3 = try S3Fixture.client(transport)
    do {
      let output = try await output(of: operation, s3, isPart: answer.status == 206, expected)
      #expect(expected.code == nil, "\(name) is a success")
      var dumped = ""
      dump(output, to: &dumped)
      for text in expected.shows { #expect(dumped.contains(text), "\(name): \(dumped)") }
    } catch let error as S3Error {
      #expect(error.code == expected.code, "\(name): \(error)")
      if expected.attempts > 0 { #expect(error.attempts == expected.attempts, "\(name)") }
    }
  }

  private static func output(
    of operation: String, _ s3: S3Client, isPart: Bool, _ expected: Expectation
  ) async throws -> Any {
    guard operation == "GetObject" else {
      return try #require(try await s3.call(operation, .anything))
    }
    var input = S3.GetObjectInput(bucket: "bucket", key: "k")
    if isPart { input.range = .bytes(from: 0, through: Int64(expected.size) - 1) }
    let output = try await s3.getObject(input)
    let content = try? await output.collect(as: String.self)
    #expect(content == (expected.isDamaged ? nil : String(repeating: "a", count: expected.size)))
    return output
  }
}
