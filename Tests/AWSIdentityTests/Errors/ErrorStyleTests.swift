import AWSCredentials
import AWSTesting
import Testing

/// The descriptions of all public errors are made of sentences, whoever wrote the message.
@Suite struct ErrorStyleTests {
  /// A new public error has to be made in ``ErrorValues``, or its values do not follow the style unseen.
  @Test func everyPublicErrorIsMadeOfSentences() async throws {
    let errors = try await ErrorValues.make()
    let names = try PublicTypes.names().filter { $0.hasSuffix("Error") }
    #expect(names.count > 12)
    #expect(names.subtracting(errors.map { String(reflecting: type(of: $0)) }).sorted() == [])
    // The conformance kit's report is a table.
    for error in errors where !(error is CredentialProviderConformance.Report) {
      let hasTable = (error as? CredentialError).map { $0.code == .exhausted && $0.report != nil } ?? false
      let problems = ErrorStyle.problems(of: "\(error)", hasTable: hasTable)
      #expect(problems.isEmpty, "\(type(of: error)): \(error)")
    }
  }

  /// Each way to fail, with the text that it leads to.
  @Test(arguments: ErrorValues.paths)
  func eachPathLeadsToSentences(path: ErrorValues.Path) async throws {
    let error = try #require(await ErrorValues.failure(path.take).first, "\(path.name) does not fail.")
    let hasTable = (error as? CredentialError).map { $0.code == .exhausted && $0.report != nil } ?? false
    #expect(ErrorStyle.problems(of: "\(error)", hasTable: hasTable).isEmpty, "\(type(of: error)): \(error)")
    for word in path.words { #expect("\(error)".contains(word), "\(error)") }
  }

  /// The rule can tell.
  @Test func theRuleTellsSentencesFromFragments() {
    for good in [
      "It failed. (code)", "s3.GetObject failed: NoSuchKey: no such key. (HTTP 404, 2 attempts)", "'x' is none.",
      "a: is it? (x)", "Cut off… (x)", "A (b) is c.\n  Caused by: d: e. (f)\n  - No. (a (b), c)", "It failed (see x.)",
      "The key (a) is b. The region is 'x'. It failed.", "S3 said \"no.\" Use another.", "It says: Not here.",
      "s3.GetObject failed: Throttling. Too many requests. (HTTP 400)", "It is none: AWS_REGION is not set.",
      "It is wrong: 'The x: The y' is none.", "A failed: A is b.", "Caused by: It is broken.",
      "Caused by: DecodingError.keyNotFound: No value.",
      "max_attempts is none.", "es.Info failed. Not here. (x)", "dpopKey is missing.",
    ] {
      #expect(ErrorStyle.problems(of: good).isEmpty, "\(good)")
    }
    for bad in [
      "It failed (code)", "it failed.", "It failed", "It failed.. (code)", "It failed: . (code)", "It failed. : no.",
      "",
      "s3.GetObject failed: NoSuchKey (HTTP 404)", "It failed. (code).", "It failed.\nCaused by: x.",
      "It failed.\n  Caused by: x", "It failed;. (code)", "It failed.\n  Caused by: The x: It is wrong. (code)",
      "The region is wrong; expecting 'us-east-1' The bucket is in us-east-1.", "It failed Use another.",
      "The file '/x' cannot be used: Cannot open it: it is none.", "chain: None of them is configured. (exhausted)",
      "region failed: Region: No region is set.", "It is none: Not, it says, here.", "The x: It is wrong. (code)",
    ] {
      #expect(!ErrorStyle.problems(of: bad).isEmpty, "\(bad)")
    }
  }
}
