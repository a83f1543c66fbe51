import AWSCredentials
import AWSEmulator
import AWSS3Client
import AWSTesting
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#endif
import Foundation

/// `evergreen s3 cp`.
@Suite struct S3CopyTests {
  @Test(
    "A file goes where the target says",
    arguments: [
      ("a.txt s3://books", "./a.txt", "a.txt"), ("a.txt s3://books/", "./a.txt", "a.txt"),
      ("./a.txt s3://books/x/", "./a.txt", "x/a.txt"), ("d/b.txt s3://books/x", "d/b.txt", "x"),
      ("d/../a.txt s3://books//y", "./a.txt", "/y"), ("\"$PWD/d/b.txt\" 's3://books/ü +%2F'", "d/b.txt", "ü +%2F"),
      ("-- a.txt s3://books/x", "./a.txt", "x"),
    ])
  func up(_ line: String, _ shown: String, _ key: String) async throws {
    try await S3Bench.with { bench in
      try bench.write("a.txt", "a.txt")
      try bench.write("d/b.txt", "d/b.txt")
      try await bench.expect("cp " + line, ["upload: \(shown) to s3://books/\(key)"])
      #expect(try await bench.keys() == [key])
      #expect(try await bench.content(key) == (shown.hasPrefix("d") ? shown : "a.txt"))
      let type = try await bench.client.head(bucket: S3Bench.bucket, key: key).contentType
      #expect(type == "text/plain")
    }
  }

  @Test(
    "An object goes where the target says",
    arguments: [
      ("s3://books/x/k .", "./k", "k"), ("s3://books/x/k d", "d/k", "d/k"), ("s3://books/x/k d/", "d/k", "d/k"),
      ("s3://books/x/k new/deep/", "new/deep/k", "new/deep/k"), ("s3://books/x/k new/name", "new/name", "new/name"),
      ("s3://books/x/k old", "./old", "old"),
    ])
  func down(_ line: String, _ shown: String, _ file: String) async throws {
    try await S3Bench.with { bench in
      try await bench.put("content", "x/k")
      try bench.write("before", "old")
      try bench.write("", "d/other")
      try await bench.expect("cp " + line, ["download: s3://books/x/k to \(shown)"])
      #expect(try bench.read(file) == "content")
      // The file has the time of its object.
      let date = try FileManager.default.attributesOfItem(atPath: bench.directory + "/" + file)[.modificationDate]
      let object = try await bench.client.head(bucket: S3Bench.bucket, key: "x/k").lastModified
      #expect(date as? Date == object)
    }
  }

  @Test func anObjectIsCopiedWithinS3() async throws {
    try await S3Bench.with { bench in
      try await bench.put("content", "x/k")
      try await bench.expect("cp s3://books/x/k s3://books/y/", ["copy: s3://books/x/k to s3://books/y/k"])
      try await bench.expect(
        "cp s3://books/x/k s3://books/z --metadata a=1 --content-type text/css",
        ["copy: s3://books/x/k to s3://books/z"])
      #expect(try await bench.keys() == ["x/k", "y/k", "z"])
      let head = try await bench.client.head(bucket: S3Bench.bucket, key: "z")
      #expect(head.metadata == ["a": "1"] && head.contentType == "text/css")
    }
  }

  @Test func aDirectoryGoesUpAndComesDownAndIsTheSame() async throws {
    try await S3Bench.with { bench in
      let names = ["a.txt", "b/c.html", "b/한글 +%", "empty"]
      for name in names { try bench.write(name == "empty" ? "" : name, "tree/" + name) }
      try await bench.expect(
        "cp -r tree s3://books/t", names.map { "upload: tree/\($0) to s3://books/t/\($0)" })
      try await bench.expect(
        "cp s3://books/t out/new --recursive", names.map { "download: s3://books/t/\($0) to out/new/\($0)" })
      for name in names { #expect(try bench.read("out/new/" + name) == bench.read("tree/" + name)) }
      try await bench.expect(
        "cp -r s3://books/t/b/ s3://books",
        names[1...2].map { "copy: s3://books/t/\($0) to s3://books/\($0.dropFirst(2))" })
      let here = try await bench.run("cd tree/b && \"$@\" cp -r . s3://books/u --no-guess-mime-type")
      #expect(
        here.lines.sorted() == ["upload: ./c.html to s3://books/u/c.html", "upload: ./한글 +% to s3://books/u/한글 +%"],
        "\(here)")
      #expect(try await bench.client.head(bucket: S3Bench.bucket, key: "t/b/c.html").contentType == "text/html")
      #expect(try await bench.client.head(bucket: S3Bench.bucket, key: "u/c.html").contentType != "text/html")
    }
  }

  @Test func theLastPatternThatMatchesDecides() async throws {
    try await S3Bench.with { bench in
      for name in ["a.txt", "b.log", "d/c.txt", "d/e.log"] { try bench.write(name, "t/" + name) }
      for (line, names) in [
        ("--exclude '*' --include '*.txt'", ["a.txt", "d/c.txt"]), ("--include '*.txt' --exclude '*'", []),
        ("--exclude='*' --include '*.txt' --exclude 'd/*'", ["a.txt"]), ("--exclude 'd/*'", ["a.txt", "b.log"]),
        ("--exclude '*' --include 'd/*' --exclude '*.log' --include=b.log", ["b.log", "d/c.txt"]),
        ("--exclude '?.[lt]*'", ["d/c.txt", "d/e.log"].filter { _ in true }),
      ] as [(String, [String])] {
        try await bench.expect(
          "cp -r t s3://books --dryrun " + line, names.map { "(dryrun) upload: t/\($0) to s3://books/\($0)" })
      }
      try await bench.expect("cp t/a.txt s3://books --exclude '*.txt'", [])
      try await bench.expect("cp t/a.txt s3://books --dryrun", ["(dryrun) upload: t/a.txt to s3://books/a.txt"])
      #expect(try await bench.keys().isEmpty)
    }
  }

  @Test(
    "Standard streams, pipes and devices are sources and targets",
    arguments: [
      "printf content | \"$@\" cp - s3://books/k && \"$@\" cp s3://books/k -",
      "printf content > f && \"$@\" cp - s3://books/k --expected-size 7 < f && \"$@\" cat s3://books/k",
      "mkfifo p && { printf content > p & \"$@\" cp p s3://books/k --quiet; } && \"$@\" cp s3://books/k /dev/stdout --quiet",
      "printf content | \"$@\" cp /dev/stdin s3://books/k --quiet && \"$@\" cp s3://books/k - | cat",
      "printf content | \"$@\" cp - s3://books/k && mkfifo p && { cat p & \"$@\" cp s3://books/k p --quiet; wait; }",
      "printf content | \"$@\" cp - s3://books/k && \"$@\" cp s3://books/k /dev/null --quiet && \"$@\" cat s3://books/k",
    ])
  func streams(_ line: String) async throws {
    try await S3Bench.with { bench in
      let result = try await bench.run(line)
      #expect(result.status == .exited(0) && result.output == "content" && result.errors.isEmpty, "\(result)")
      #expect(try await bench.content("k") == "content")
    }
  }

  @Test func whatCannotBeUploadedIsLeftOutWithAWarning() async throws {
    try await S3Bench.with { bench in
      try bench.write("fine", "t/fine")
      let made = try await bench.run(
        #"mkfifo t/pipe && ln -s none t/dead && ln -s .. t/loop && ln -s ../t/fine t/link && : > "$(printf 't/\377')""#)
      #expect(made.status == .exited(0), "\(made)")
      let result = try await bench.s3("cp -r t s3://books")
      #expect(result.status == .exited(2), "\(result)")
      #expect(
        result.lines.sorted() == ["upload: t/fine to s3://books/fine", "upload: t/link to s3://books/link"], "\(result)"
      )
      let warnings = result.errors.split(separator: "\n")
      #expect(warnings.count == 4 && warnings.allSatisfy { $0.hasPrefix("warning: Skipping file t/") }, "\(result)")
      for words in ["a pipe", "leads nowhere", "leads back", "not UTF-8"] {
        #expect(warnings.contains { $0.contains(words) }, "\(words): \(result)")
      }
      let without = try await bench.s3("cp -r t s3://books --no-follow-symlinks --exclude pipe --only-show-errors")
      #expect(without.status == .exited(2) && without.output.isEmpty, "\(without)")
      let quiet = try await bench.s3("cp -r t s3://books --quiet")
      #expect(quiet.status == .exited(2) && quiet.output.isEmpty && quiet.errors.isEmpty, "\(quiet)")
    }
  }

  @Test func noKeyLeadsOutOfTheDirectory() async throws {
    try await S3Bench.with { bench in
      for key in ["p/../../escaped", "p//rooted", "p/fine", "p/folder/"] {
        try await bench.put(key.hasSuffix("/") ? "" : "x", key)
      }
      let result = try await bench.s3("cp -r s3://books/p out/deep")
      #expect(
        result.status == .exited(2) && result.lines == ["download: s3://books/p/fine to out/deep/fine"], "\(result)")
      #expect(result.errors.contains("warning: Skipping file s3://books/p/../../escaped."), "\(result)")
      #expect(try bench.files() == ["out/deep/fine"])
    }
  }

  @Test func aFailureIsReportedAndTheOthersAreTransferred() async throws {
    try await S3Bench.with { bench in
      for name in ["a", "b", "c"] { try bench.write(name, "t/" + name) }
      bench.emulator.faults.add(
        EmulatedFaultRule(
          .respond(status: 403, code: "AccessDenied"), service: .s3, method: "PUT", pathPrefix: "/books/b"))
      let result = try await bench.s3("cp -r t s3://books")
      #expect(result.status == .exited(1) && result.lines.count == 2, "\(result)")
      #expect(result.errors.hasPrefix("upload failed: t/b to s3://books/b s3.PutObject of books"), "\(result)")
      #expect(try await bench.keys() == ["a", "c"])
      let missing = try await bench.s3("cp s3://books/none .")
      #expect(missing.status == .exited(1) && missing.errors.hasPrefix("download failed: s3://books/none to ./none "))
      let bucket = try await bench.s3("cp -r s3://nobucket out")
      #expect(bucket.status == .exited(1) && bucket.errors.hasPrefix("fatal error: s3.ListObjectsV2"), "\(bucket)")
      #expect(try !bench.files().contains { $0.hasPrefix("out") })
    }
  }

  @Test func anArchivedObjectIsLeftOutWithAWarning() async throws {
    try await S3Bench.with { bench in
      for name in ["a", "b"] { try await bench.put(name, name) }
      bench.emulator.faults.add(
        EmulatedFaultRule(
          .respond(status: 403, code: "InvalidObjectState"), service: .s3, method: "GET", pathPrefix: "/books/b"))
      let line = "cp -r s3://books out "
      let result = try await bench.s3(line)
      #expect(result.status == .exited(2) && result.errors.contains("has to be restored first"), "\(result)")
      try await bench.expect(line + "--ignore-glacier-warnings", ["download: s3://books/a to out/a"])
      let forced = try await bench.s3(line + "--force-glacier-transfer")
      #expect(forced.status == .exited(1) && forced.errors.contains("download failed: s3://books/b"), "\(forced)")
    }
  }

  @Test func whatTheTargetHasIsKeptIfThatIsAskedFor() async throws {
    try await S3Bench.with { bench in
      try await bench.put("old", "a")
      for name in ["a", "b"] { try bench.write("new", "t/" + name) }
      try await bench.expect("cp -r t s3://books --no-overwrite", ["upload: t/b to s3://books/b"])
      try await bench.expect("cp t/a s3://books --no-overwrite", [])
      try await bench.expect("cp s3://books/a t --no-overwrite", [])
      #expect(try await bench.content("a") == "old")
      #expect(try bench.read("t/a") == "new")
    }
  }

  @Test("A signal removes what is unfinished and ends the process", arguments: ["TERM", "HUP"])
  func signals(_ signal: String) async throws {
    try await S3Bench.with { bench in
      try bench.write(String(repeating: "x", count: 20 << 20), "big")
      // The first part arrives, the others never do.
      bench.emulator.faults.add(
        EmulatedFaultRule(.hang, service: .s3, method: "PUT", pathPrefix: "/books/big", skipping: 1))
      let running = TestTask {
        try await bench.run(
          "mkfifo go && { \"$@\" cp big s3://books/big & } && read word < go && kill -\(signal) $! && wait $!; echo $?")
      }
      try await eventually("an upload begins") {
        var begun = 0
        for try await _ in bench.client.uploads(in: S3Bench.bucket) { begun += 1 }
        return begun == 1
      }
      let go = try #require(FileHandle(forWritingAtPath: bench.directory + "/go"))
      try go.write(contentsOf: Data("go\n".utf8))
      try go.close()
      let result = try await running.value
      #expect(result.lines.last == (signal == "TERM" ? "143" : "129"), "\(result)")
      #expect(result.errors.hasPrefix("Cancelled by the signal"), "\(result)")
      var left = 0
      for try await _ in bench.client.uploads(in: S3Bench.bucket) { left += 1 }
      #expect(left == 0)
      #expect(try await bench.keys().isEmpty)
    }
  }

  @Test func aFullDiskOrAClosedPipeIsAnError() async throws {
    try await S3Bench.with { bench in
      try await bench.put(String(repeating: "x", count: 1 << 20), "k")
      let full = try await bench.run("\"$@\" cp s3://books/k - > /dev/full")
      #expect(full.status == .exited(255) && full.errors.contains("there is no space left"), "\(full)")
      let lines = try await bench.run("\"$@\" ls s3://books > /dev/full")
      #expect(lines.status == .exited(255) && lines.errors.contains("standard output"), "\(lines)")
    }
  }
}
