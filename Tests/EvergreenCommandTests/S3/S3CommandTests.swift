import AWSCredentials
import AWSEmulator
import AWSRuntime
import AWSS3Client
import AWSTesting
import HTTPTypes
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#endif
import Foundation

/// `evergreen s3` without its copies: lists, deletions, moves, buckets, URLs.
@Suite struct S3CommandTests {
  private static var time: Regex<Substring> { #/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/# }

  @Test func bucketsAndObjectsAreListed() async throws {
    try await S3Bench.with { bench in
      for (key, content) in [
        ("a.txt", "12345"), ("b/c", "1"), ("b/d/e", ""), ("b2", String(repeating: "x", count: 1536)),
      ] {
        try await bench.put(content, key)
      }
      func rows(_ line: String) async throws -> [String] {
        let result = try await bench.s3("ls " + line)
        #expect(result.status == .exited(0) && result.errors.isEmpty, "\(line): \(result)")
        // The time is that of the test.
        return result.output.split(separator: "\n", omittingEmptySubsequences: false).map {
          String($0).replacing(Self.time, with: "T")
        }
      }
      #expect(try await rows("") == ["T books", ""])
      let top = [String(repeating: " ", count: 27) + "PRE b/", "T          5 a.txt", "T       1536 b2", ""]
      for line in ["s3://books", "s3://books/", "books", "s3://books --page-size 3"] {
        #expect(try await rows(line) == top)
      }
      #expect(
        try await rows("-r s3://books/b --human-readable --summarize") == [
          "T     1 Byte b/c", "T    0 Bytes b/d/e", "T    1.5 KiB b2", "", "Total Objects: 3", "   Total Size: 1.5 KiB",
          "",
        ])
      #expect(try await rows("s3://books/b/") == [String(repeating: " ", count: 27) + "PRE d/", "T          1 c", ""])
      try await bench.expect("ls s3://books/none", [], status: 1)
      let missing = try await bench.s3("ls s3://nobucket")
      #expect(missing.status == .exited(254) && missing.errors.contains("NoSuchBucket"), "\(missing)")
      let zone = try await bench.run("TZ=XXX-3 && export TZ && \"$@\" ls s3://books/a.txt")
      #expect(zone.status == .exited(0) && zone.lines.count == 1, "\(zone)")
    }
  }

  @Test func aKeyWithALineEndStaysOnItsLine() async throws {
    try await S3Bench.with { bench in
      try await bench.put("x", "a\nb\u{1B}[31m")
      let result = try await bench.s3("ls s3://books")
      #expect(result.lines.count == 1 && result.output.hasSuffix("a\\u{A}b\\u{1B}[31m\n"), "\(result)")
    }
  }

  @Test func objectsAreDeleted() async throws {
    try await S3Bench.with { bench in
      for key in ["log", "log/1", "log/2.txt", "log/d/3", "log2", "z"] { try await bench.put("x", key) }
      try await bench.expect("rm s3://books/z --dryrun", ["(dryrun) delete: s3://books/z"])
      try await bench.expect("rm s3://books/z", ["delete: s3://books/z"])
      try await bench.expect("rm s3://books/none", ["delete: s3://books/none"])
      let line = "rm s3://books/log --recursive --exclude '*.txt'"
      let two = ["delete: s3://books/log/1", "delete: s3://books/log/d/3"]
      try await bench.expect(line + " --dryrun", two.map { "(dryrun) " + $0 })
      #expect(try await bench.keys().count == 5)
      try await bench.expect(line, two)
      #expect(try await bench.keys() == ["log", "log/2.txt", "log2"])
      try await bench.expect("rm -r s3://books --only-show-errors", [])
      #expect(try await bench.keys().isEmpty)
      let missing = try await bench.s3("rm -r s3://nobucket")
      #expect(missing.status == .exited(1) && missing.errors.hasPrefix("fatal error: "), "\(missing)")
      let one = try await bench.s3("rm s3://nobucket/k")
      #expect(one.status == .exited(1) && one.errors.hasPrefix("delete failed: s3://nobucket/k "), "\(one)")
    }
  }

  @Test func bucketsAreMadeAndRemoved() async throws {
    try await S3Bench.with { bench in
      try await bench.expect("mb s3://films", ["make_bucket: films"])
      let failed = try await bench.s3("mb s3://x")
      #expect(failed.status == .exited(1) && failed.errors.hasPrefix("make_bucket failed: s3://x "), "\(failed)")
      try await bench.put("x", "a/b")
      let full = try await bench.s3("rb s3://books")
      #expect(full.status == .exited(1) && full.errors.hasPrefix("remove_bucket failed: s3://books "), "\(full)")
      try await bench.expect("rb --force s3://books", ["delete: s3://books/a/b", "remove_bucket: books"])
      try await bench.expect("rb s3://films/", ["remove_bucket: films"])
      #expect(try await bench.s3("ls").output.isEmpty)
    }
  }

  @Test func filesAndObjectsAreMoved() async throws {
    try await S3Bench.with { bench in
      for name in ["a", "d/b", "d/c"] { try bench.write(name, name) }
      try await bench.expect("mv a s3://books/ --dryrun", ["(dryrun) move: ./a to s3://books/a"])
      try await bench.expect("mv a s3://books/", ["move: ./a to s3://books/a"])
      try await bench.expect("mv s3://books/a s3://books/x/", ["move: s3://books/a to s3://books/x/a"])
      try await bench.expect("mv s3://books/x/a new", ["move: s3://books/x/a to ./new"])
      #expect(try await bench.keys().isEmpty)
      #expect(try bench.files() == ["d/b", "d/c", "new"])
      let lines = ["b", "c"].map { "move: d/\($0) to s3://books/y/\($0)" }
      try await bench.expect("mv -r d s3://books/y --dryrun", lines.map { "(dryrun) " + $0 })
      try await bench.expect("mv -r d s3://books/y", lines)
      #expect(try bench.files() == ["new"])
      try await bench.expect(
        "mv -r s3://books/y s3://books/z --exclude b", ["move: s3://books/y/c to s3://books/z/c"])
      #expect(try await bench.keys() == ["y/b", "z/c"])
      // What cannot be deleted was copied, but not moved.
      bench.emulator.faults.add(
        EmulatedFaultRule(.respond(status: 403, code: "AccessDenied"), service: .s3, method: "DELETE"))
      let failed = try await bench.s3("mv s3://books/y/b out")
      #expect(
        failed.status == .exited(1) && failed.errors.hasPrefix("move failed: s3://books/y/b to ./out "), "\(failed)")
      #expect(try bench.read("out") == "d/b")
    }
  }

  @Test func aDirectoryIsSynchronised() async throws {
    try await S3Bench.with { bench in
      for name in ["a", "d/b", "gone"] { try bench.write(name, "t/" + name) }
      let line = "sync t s3://books/s "
      try await bench.expect(line, ["a", "d/b", "gone"].map { "upload: t/\($0) to s3://books/s/\($0)" })
      try await bench.expect(line, [])
      try FileManager.default.removeItem(atPath: bench.directory + "/t/gone")
      try bench.write("A", "t/a")
      try bench.write("new", "t/new")
      // Objects that stand for folders, and what the filter leaves out, stay.
      try await bench.put("", "s/folder/")
      try await bench.put("x", "s/kept.log")
      let changes = ["upload: t/new to s3://books/s/new", "delete: s3://books/s/gone"]
      try await bench.expect(
        line + "--delete --dryrun --exclude '*.log' --size-only", changes.map { "(dryrun) " + $0 })
      try await bench.expect(line + "--delete --exclude '*.log' --size-only", changes)
      #expect(try await bench.keys() == ["s/a", "s/d/b", "s/folder/", "s/kept.log", "s/new"])
      // Another content of the same size.
      try await bench.expect(line + "--checksum", ["upload: t/a to s3://books/s/a"])
      try await bench.expect(
        "sync s3://books/s out", ["a", "d/b", "kept.log", "new"].map { "download: s3://books/s/\($0) to out/\($0)" })
      try await bench.expect("sync s3://books/s out --exact-timestamps", [])
      let touched = try await bench.run("touch -d 2001-01-01T00:00:00 out/a && touch -d 2100-01-01T00:00:00 out/new")
      #expect(touched.status == .exited(0), "\(touched)")
      let (newer, older) = ("download: s3://books/s/new to out/new", "download: s3://books/s/a to out/a")
      try await bench.expect("sync s3://books/s out --dryrun", ["(dryrun) " + newer])
      try await bench.expect("sync s3://books/s out --exact-timestamps", [newer, older])
      try await bench.expect(
        "sync s3://books/s s3://books/copy --exclude '*' --include new",
        ["copy: s3://books/s/new to s3://books/copy/new"])
      try bench.write("x", "out/extra")
      try await bench.expect("sync s3://books/s out --delete", ["delete: out/extra"])
    }
  }

  @Test func aURLIsMadeWithWhichAnybodyReads() async throws {
    try await S3Bench.with { bench in
      try await bench.put("content", "a b/ü")
      let result = try await bench.s3("presign 's3://books/a b/ü' --expires-in 60")
      #expect(result.status == .exited(0) && result.lines.count == 1 && result.errors.isEmpty, "\(result)")
      #expect(result.output.contains("X-Amz-Expires=60&"), "\(result)")
      let url = try #require(result.lines.first)
      let path = try #require(url.dropFirst("http://".count).firstIndex(of: "/"))
      let head = HTTPRequest(
        method: .get, scheme: "http", authority: String(url[..<path].dropFirst("http://".count)),
        path: String(url[path...]))
      let response = try await PatientTransport(AsyncHTTPClientTransport.shared).send(HTTPTransportRequest(head: head))
      #expect(String(decoding: try await response.body.collect(upTo: 100), as: UTF8.self) == "content")
    }
  }

  @Test func whatS3KnowsIsShown() async throws {
    try await S3Bench.with { bench in
      try bench.write("<p>", "a.html")
      try await bench.expect(
        "cp a.html s3://books/ --metadata '{\"title\": \"Emma, 1815\"}' --cache-control max-age=60 --content-language ko",
        ["upload: ./a.html to s3://books/a.html"])
      let result = try await bench.s3("stat s3://books/a.html")
      #expect(result.status == .exited(0) && result.errors.isEmpty, "\(result)")
      let facts = result.lines.map { $0.split(separator: " ").joined(separator: " ") }
      for fact in [
        "bucket books", "key a.html", "size 3", "content type text/html", "cache control max-age=60",
        "content language ko",
        "metadata title=Emma, 1815", "storage class STANDARD",
      ] { #expect(facts.contains(fact), "\(fact): \(result)") }
      #expect(facts.contains { $0.hasPrefix("ETag \"") }, "\(result)")
      try await bench.expect("stat s3://books", ["bucket  books", "region  us-east-1"])
      let missing = try await bench.s3("stat s3://books/none")
      #expect(missing.status == .exited(254) && missing.output.isEmpty, "\(missing)")
    }
  }

  @Test func contentsAreWrittenOneAfterTheOther() async throws {
    try await S3Bench.with { bench in
      try await bench.put("one\n", "1")
      try await bench.put("two\n", "2")
      let result = try await bench.s3("cat s3://books/1 s3://books/none s3://books/2")
      #expect(result.status == .exited(1) && result.output == "one\ntwo\n", "\(result)")
      #expect(result.errors.hasPrefix("download failed: s3://books/none to - "), "\(result)")
    }
  }
}
