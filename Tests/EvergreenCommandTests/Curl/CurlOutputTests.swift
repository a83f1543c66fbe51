import AWSCore
import AWSCredentials
import AWSTesting
import HTTPTypes
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Where a response goes, and what is said of it.
struct CurlOutputTests {
  private static let url = "https://s3.us-east-1.amazonaws.com/a/b.txt?c"

  /// A body of chunks, before each of which the test is asked.
  private struct Chunks: AsyncSequence, Sendable {
    let count: Int
    var size = 1000
    let before: @Sendable (Int) -> Void

    struct AsyncIterator: AsyncIteratorProtocol {
      let chunks: Chunks
      var number = 0

      mutating func next() async -> [UInt8]? {
        chunks.before(number)
        number += 1
        return number > chunks.count ? nil : [UInt8](repeating: 0x61, count: chunks.size)
      }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(chunks: self) }
  }

  /// Each chunk that has arrived is in a file that is written in place before the next chunk is asked for, whether or not the head
  /// stands before it.
  @Test(arguments: [[], ["-i"]]) func aBodyIsWrittenWhileItArrives(_ options: [String]) async throws {
    try await withTemporaryDirectory { directory in
      let file = directory + "/out"
      try Data("before".utf8).write(to: URL(filePath: file))
      try FileManager.default.linkItem(atPath: file, toPath: directory + "/another name")
      let sizes = Locked<[Int]>([])
      let body = Chunks(count: 4) { _ in
        sizes.withLock { $0.append(FileManager.default.contents(atPath: file)?.count ?? -1) }
      }
      let response = HTTPTransportResponse(
        head: HTTPResponse(status: .ok), body: AWSHTTPBody(stream: body, length: .known(4000)))
      let call = try await CurlCall.run(
        options + ["-o", file, Self.url], transport: ScriptedTransport([.response(response)]))
      let head = options.isEmpty ? "" : "HTTP/1.1 200 OK\r\n\r\n"
      #expect(call.status == 0 && call.output.isEmpty, "\(call)")
      #expect(try content(file) == head + String(repeating: "a", count: 4000))
      #expect(sizes.withLock { $0 } == (0...4).map { $0 * 1000 + head.utf8.count })
    }
  }

  /// No other program sees a part of a new file.
  @Test func aNewFileIsCompleteOrAbsent() async throws {
    try await withTemporaryDirectory { directory in
      let file = directory + "/out"
      let seen = Locked<[Bool]>([])
      let body = Chunks(count: 2) { _ in seen.withLock { $0.append(FileManager.default.fileExists(atPath: file)) } }
      let response = HTTPTransportResponse(
        head: HTTPResponse(status: .ok), body: AWSHTTPBody(stream: body, length: .known(2000)))
      let call = try await CurlCall.run(["-o", file, Self.url], transport: ScriptedTransport([.response(response)]))
      #expect(call.status == 0 && seen.withLock { $0 } == [false, false, false], "\(call)")
      #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == ["out"])
      #expect(try content(file).utf8.count == 2000)
    }
  }

  @Test func aBodyThatBreaksOffLeavesNoFile() async throws {
    try await withTemporaryDirectory { directory in
      for options in [[], ["-i"]] {
        let response = HTTPTransportResponse(
          head: HTTPResponse(status: .ok),
          body: AWSHTTPBody(stream: Chunks(count: 1) { _ in }, length: .known(2000)))
        let call = try await CurlCall.run(
          options + ["-o", directory + "/out", Self.url], transport: ScriptedTransport([.response(response)]))
        #expect(call.status == 18, "\(call)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory).isEmpty)
      }
    }
  }

  /// `--compressed` asks for gzip, and unpacks it.
  @Test func aPackedBodyIsUnpacked() async throws {
    // "Emma", packed.
    let packed: [UInt8] = [
      0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0x73, 0xCD, 0xCD, 0x4D, 0x04, 0x00, 0x44, 0x6B, 0x67, 0x27, 4, 0, 0, 0,
    ]
    func response(_ encoding: String) -> ScriptedTransport.Response {
      .response(
        HTTPTransportResponse(
          head: HTTPResponse(status: .ok, headerFields: [.contentEncoding: encoding]), body: AWSHTTPBody(packed)))
    }
    let transport = ScriptedTransport([response("gzip"), response("br"), response("gzip")])
    let words = ["--compressed", "-i", Self.url]
    let call = try await CurlCall.run(words, transport: transport)
    #expect(call.output == "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nEmma", "\(call)")
    #expect(transport.requests[0].head.headerFields[.acceptEncoding] == "gzip")
    let other = try await CurlCall.run(words, transport: transport)
    #expect(other.status == 61 && other.errors.contains("packed with 'br', and gzip was asked for"), "\(other)")
    let asItIs = try await CurlCall.run([Self.url], transport: transport)
    #expect(!asItIs.output.contains("Emma") && transport.requests[2].head.headerFields[.acceptEncoding] == nil)
  }

  /// What has arrived of a packed body is unpacked before the next is asked for; one that is damaged leaves the old file.
  @Test func aPackedBodyIsUnpackedWhileItArrives() async throws {
    // "Emma", packed, 200 times.
    let member: [UInt8] = [
      0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0x73, 0xCD, 0xCD, 0x4D, 0x04, 0x00, 0x44, 0x6B, 0x67, 0x27, 4, 0, 0, 0,
    ]
    try await withTemporaryDirectory { directory in
      let file = directory + "/out"
      for (isDamaged, status) in [(false, 0), (true, 61)] as [(Bool, Int32)] {
        try Data("old".utf8).write(to: URL(filePath: file))
        let chunk = Array(repeatElement(member, count: 100).joined())
        let last = isDamaged ? Array(chunk.dropLast()) : chunk
        let response = HTTPTransportResponse(
          head: HTTPResponse(status: .ok, headerFields: [.contentEncoding: "gzip"]),
          body: AWSHTTPBody(stream: TwoChunks(first: chunk, second: last), length: .unknown))
        let call = try await CurlCall.run(
          ["--compressed", "-o", file, Self.url], transport: ScriptedTransport([.response(response)]))
        #expect(call.status == status, "\(call)")
        #expect(try content(file) == (isDamaged ? "old" : String(repeating: "Emma", count: 200)))
      }
    }
  }

  private struct TwoChunks: AsyncSequence, Sendable {
    let first: [UInt8]
    let second: [UInt8]

    struct AsyncIterator: AsyncIteratorProtocol {
      var chunks: [[UInt8]]

      mutating func next() async -> [UInt8]? { chunks.isEmpty ? nil : chunks.removeFirst() }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(chunks: [first, second]) }
  }

  @Test(arguments: [
    ("%{http_code}", "206"), ("%{response_code}", "206"), ("%{content_type}", "text/plain"), ("%{url}", url),
    ("%{url_effective}", url), ("%{method}", "PUT"), ("%{scheme}", "HTTPS"), ("%{http_version}", "1.1"),
    ("%{size_download}", "4"), ("%{size_upload}", "3"), ("%{size_header}", "43"), ("%{num_headers}", "1"),
    ("%{num_redirects}", "0"), ("%{num_retries}", "0"), ("%{redirect_url}", ""), ("%{filename_effective}", ""),
    ("%{exitcode}", "0"), ("%{errormsg}", ""), ("%{urlnum}", "0"), ("%header{Content-Type}", "text/plain"),
    ("%header{x}", ""), ("a%%b\\n\\t\\r\\x", "a%b\n\t\r\\x"), ("%{stderr}gone%{stdout}here", "here"), ("%", "%"),
    ("100%25", "100%25"), ("%{time_starttransfer}", "0.250000"), ("%{time_total}", "0.500000"),
    ("%{speed_download}", "8"), ("%{speed_upload}", "6"),
  ])
  func theFormatIsFilledIn(_ format: String, _ text: String) async throws {
    let transport = ScriptedTransport([.status(206, headers: [.contentType: "text/plain"], body: "body")])
    // The clock is read at the beginning, when the head has come, and at the end.
    let call = try await CurlCall.run(
      ["-s", "-X", "PUT", "-d", "abc", "-w", format, Self.url], transport: transport,
      clock: PassingClock(step: .milliseconds(250)))
    #expect(call.status == 0 && call.output == "body" + text, "\(call)")
    #expect(call.errors == (format.contains("gone") ? "gone" : ""))
  }

  @Test(arguments: ["%{time_nope}", "%{json}", "a %{x y}"]) func whatIsNotKnownIsRefused(_ format: String) async throws
  {
    let error = await #expect(throws: (any Error).self) {
      try await CurlCall.run(["-w", format, Self.url], transport: ScriptedTransport())
    }
    #expect("\(error.map { "\($0)" } ?? "")".contains("--write-out cannot tell %{"))
  }

  @Test func aFailureIsInTheFormat() async throws {
    let transport = ScriptedTransport([.failure(HTTPTransportError(.timeout, message: "It took too long."))])
    let format = "%{http_code} %{exitcode} %{errormsg} %{size_download} %{http_version}"
    let call = try await CurlCall.run(["-s", "-w", format, Self.url], transport: transport)
    #expect(call.status == 28 && call.output == "000 28 s3.us-east-1.amazonaws.com:443 did not respond in time. 0 0")
    #expect(call.errors.isEmpty)
  }

  @Test func timesAreGivenToTheTransport() async throws {
    let transport = ScriptedTransport([.text("")])
    _ = try await CurlCall.run(["-m", "2.5", "--connect-timeout", "3", Self.url], transport: transport)
    #expect(transport.requests[0].timeouts.total == .seconds(2.5))
    #expect(transport.requests[0].timeouts.connect == .seconds(3))
  }
}

/// Runs a test with an empty directory, which is removed afterwards.
func withTemporaryDirectory(_ body: (String) async throws -> Void) async throws {
  let directory = FileManager.default.temporaryDirectory.appending(
    path: "evergreen-curl-\(UInt64.random(in: 1 ... .max))")
  try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: directory) }
  try await body(directory.path)
}

/// The text of a file.
func content(_ path: String) throws -> String {
  String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
}
