import AWSCredentials
import AWSElasticClient
import AWSEmulator
import AWSIdentity
import AWSRuntime
import AWSS3Client
import AWSSigV4
import AWSTesting
import HTTPTypes
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// No way of printing a value of any public type shows a secret that the value holds, nor does an error around it.
///
/// The types are read from the source files. A new one has to be added to ``SecretValues``, or to one of the two lists
/// below with a reason, unless its declaration shows that it prints no secret (``provenByDeclaration(known:)``).
@Suite struct PublicTypesTests {
  /// Types of which no value holds text or bytes of a caller, a service or a file: kinds, choices, numbers and dates.
  private static let holdNothing: Set<String> = [
    "AWSCredentials.ActiveProfile.Origin",
    "AWSCredentials.CredentialChain.Inquiry",
    "AWSCredentials.CredentialError.Code",
    "AWSCredentials.CredentialReport.Verdict", "AWSCredentials.EndpointVariant", "AWSCredentials.FileStatus",
    "AWSCredentials.FileStatus.Readers", "AWSCredentials.CertificateAuthorityFile", "AWSCredentials.FileLock",
    "AWSCredentials.FileLockAttempt", "AWSCredentials.ProxyExceptions", "AWSCredentials.FileSystemError.Code",
    "AWSCredentials.AWSHTTPBody.Length", "AWSRuntime.FileDurability", "AWSS3Client.S3.FileDurability",
    "AWSCredentials.AWSHTTPBody.Replay", "AWSCredentials.AWSHTTPBodyError", "AWSCredentials.HTTPTimeouts",
    "AWSCredentials.HTTPTransportError.Code", "AWSCredentials.InstanceMetadataSettings.Availability",
    "AWSCredentials.InstanceMetadataSettings.EndpointMode",
    "AWSCredentials.InstanceMetadataCredentialProvider.CredentialPath",
    "AWSCredentials.ProcessError.Code", "AWSCredentials.ProcessOutcome.Status",
    "AWSCredentials.RefreshPolicy", "AWSCredentials.RefreshPolicy.AdvisoryRefresh",
    "AWSCredentials.RefreshPolicy.AdvisoryWindow", "AWSCredentials.SharedConfigurationFiles.Origin",
    "AWSCredentials.SharedConfigurationFiles.Platform", "AWSIdentity.SystemProcessRunner.Terminal",
    "AWSCredentials.SharedSettings.AccountIdEndpointMode", "AWSCredentials.SharedSettings.ChecksumMode",
    "AWSCredentials.SharedSettings.DefaultsMode", "AWSCredentials.SharedSettings.RetryMode",
    "AWSCredentials.SharedSettings.S3AddressingStyle", "AWSCredentials.SharedSettings.S3USEast1RegionalEndpoint",
    "AWSCredentials.SharedSettings.STSRegionalEndpoints", "AWSCredentials.ProviderInspection.Configuration",
    "AWSCredentials.StalenessPolicy", "AWSCredentials.SystemFileSystem", "AWSIdentity.SystemProcessRunner",
    "AWSCredentials.SystemWallClock",
    "AWSElasticClient.BulkAction.Kind", "AWSElasticClient.BulkOptions", "AWSElasticClient.BulkOptions.BusyRetry",
    "AWSElasticClient.BulkOptions.EncodingFailure",
    "AWSElasticClient.ClusterHealth.Status",
    "AWSElasticClient.DocumentVersion", "AWSElasticClient.ElasticCoding", "AWSElasticClient.ElasticCoding.Bytes",
    "AWSElasticClient.ElasticCoding.Dates", "AWSElasticClient.ElasticCoding.Keys", "AWSElasticClient.ElasticError.Code",
    "AWSElasticClient.ElasticError.Kind",
    "AWSElasticClient.ElasticRefresh", "AWSElasticClient.ElasticRetrySafety",
    "AWSElasticClient.ElasticService", "AWSElasticClient.JSONNumber", "AWSElasticClient.SearchTotal",
    "AWSElasticClient.SearchTotal.Relation", "AWSElasticClient.WriteEffect",
    "AWSEmulator.EmulatedConsoleLogin.Ending", "AWSEmulator.EmulatedCredentialRevocation",
    "AWSEmulator.EmulatedCredentialRotation",
    "AWSEmulator.EmulatorError.Code", "AWSEmulator.EmulatorConfiguration.Exposure",
    "AWSEmulator.EmulatedRefreshTokenReuse", "AWSEmulator.EmulatorFaults.ID", "AWSEmulator.EmulatorService",
    "AWSEmulator.EmulatorStatistics", "AWSEmulator.EmulatorStatistics.ServiceCounts",
    "AWSEmulator.EmulatedMetadataCredentials",
    "AWSIdentity.ProfileChain.NamedSource",
    "AWSRuntime.AsyncHTTPClientTransport", "AWSRuntime.AsyncHTTPClientTransport.Route", "AWSRuntime.RetryPolicy",
    "AWSRuntime.ClientBuildError", "AWSRuntime.ClientBuildError.Code", "AWSRuntime.TrustRoots",
    "AWSRuntime.ServiceError.Kind",
    "AWSS3Client.S3.ByteRange", "AWSS3Client.S3.BucketLocation",
    "AWSS3Client.S3.ETag", "AWSS3Client.S3", "AWSS3Client.S3Addressing", "AWSS3Client.S3EndpointOptions",
    "AWSS3Client.S3ServerOptions", "AWSS3Client.S3ServerOptions.ChecksumMode",
    "AWSS3Client.S3ServerOptions.ChunkedUploads", "AWSS3Client.S3ServerOptions.RequiredChecksum",
    "AWSS3Client.S3Error.Code",
    "AWSS3Client.S3Error.Kind",
    "AWSS3Client.S3.StorageClass", "AWSS3Client.S3.TransferProgress", "AWSS3Client.S3.UploadOptions",
    "AWSS3Client.S3.DownloadOptions", "AWSS3Client.S3.CopyOptions", "AWSS3Client.S3.ReaderOptions",
    "AWSS3Client.S3.BandwidthLimit", "AWSS3Client.S3.SyncComparison", "AWSS3Client.S3.FailureHandling",
    "AWSS3Client.S3.SymbolicLinks", "AWSS3Client.S3.ExtraItems", "AWSS3Client.S3.Execution",
    "AWSS3Client.S3.FileTime", "AWSS3Client.S3.FolderMarkers",
    "AWSS3Client.S3.TransferItem.Action",
    "AWSSigV4.IAMAuthToken.CacheKind", "AWSSigV4.ChunkedEncoding", "AWSSigV4.ChunkedEncoding.Signing",
    "AWSSigV4.HeaderPolicy", "AWSSigV4.PathEncoding", "AWSSigV4.PathNormalization", "AWSSigV4.SessionTokenName",
    "AWSSigV4.SessionTokenSigning", "AWSSigV4.SigV4Error.Code", "AWSSigV4.SigV4Options",
    "AWSSigV4.SigV4VerificationError.Code",
    "AWSSigV4.SigV4Verifier.EventStreams", "AWSSigV4.SignedBodyHeader",
    "AWSTesting.CredentialProviderConformance.Report.Outcome", "AWSTesting.HostileResponse.Expectation",
    "AWSTesting.ManualClock", "AWSTesting.RecordingTransport.UnparsedBodies", "AWSTesting.ReplayTransport.Order",
    "AWSTesting.TestLimit", "AWSTesting.TestLimitError", "AWSTesting.TestTask",
  ]

  /// Types that hold documents, names and keys of the caller's own, which are there to be printed.
  private static let holdDocuments: Set<String> = [
    "AWSElasticClient.BulkAction", "AWSElasticClient.BulkItem", "AWSElasticClient.BulkReport",
    "AWSElasticClient.ElasticPath", "AWSElasticClient.ElasticParameters",
    "AWSElasticClient.ElasticUpdate", "AWSElasticClient.ElasticUpdate.Missing", "AWSElasticClient.GetResult",
    "AWSElasticClient.JSONValue", "AWSElasticClient.SearchHit", "AWSElasticClient.SearchResponse",
    "AWSElasticClient.WriteOptions",
    "AWSEmulator.EmulatedFaultAction", "AWSEmulator.EmulatedFaultRule", "AWSEmulator.EmulatedSSORoleAssignment",
    "AWSIdentity.STSClient.CallerIdentity", "AWSIdentity.STSClient.SessionPermissions", "AWSIdentity.STSClient.Tag",
    "AWSS3Client.S3.CopyObjectInput.Metadata", "AWSS3Client.S3.CopySource",
    "AWSS3Client.S3.Pages.AsyncIterator", "AWSS3Client.S3.ReadConditions",
    "AWSS3Client.S3.ResponseOverrides", "AWSS3Client.S3.Elements.AsyncIterator",
    "AWSS3Client.S3.ObjectContent.AsyncIterator",
    "AWSS3Client.S3.SelectObjectContentEvent", "AWSS3Client.S3.SelectObjectContentEventStream",
    "AWSS3Client.S3.SelectObjectContentEventStream.AsyncIterator", "AWSS3Client.S3.WriteCondition",
    "AWSS3Client.S3.ObjectReader", "AWSS3Client.S3.Deletion", "AWSS3Client.S3.KeyFilter",
    "AWSS3Client.S3.Location", "AWSS3Client.S3.DirectoryOptions", "AWSS3Client.S3.DirectoryReport",
    "AWSS3Client.S3.TransferItem",
    "AWSS3Client.S3.DeleteCondition", "AWSS3Client.S3.VersionEntry",
    "AWSSigV4.EventStreamMessage", "AWSSigV4.EventStreamMessage.Value", "AWSSigV4.POSTPolicy",
    "AWSSigV4.POSTPolicy.Condition", "AWSSigV4.VerifiedRequest",
    "AWSTesting.CredentialProviderConformance.Report.Check", "AWSTesting.HostileResponse.Members",
  ]

  @Test func everyPublicTypeIsCovered() async throws {
    let all = try PublicTypes.names()
    #expect(
      all.count > 150 && all.contains("AWSCredentials.AWSHTTPBody.AsyncIterator"), "\(all.count) types were found")
    let covered = Set(try await SecretValues.make().values.map { Self.name(of: $0) })
    let listed = Self.holdNothing.union(Self.holdDocuments)
    let proven = try Self.provenByDeclaration(known: listed)
    #expect(
      all.subtracting(covered.union(listed).union(proven)).sorted() == [], "add a value with secrets to SecretValues")
    #expect(listed.union(proven).subtracting(all).sorted() == [], "these types are not there")
    #expect(listed.intersection(covered.union(proven)).sorted() == [], "these are covered twice")
  }

  /// The types that need no entry anywhere:
  /// - credential providers that store a context, of which there is a value in ``SecretValues``, and nothing else;
  /// - the inputs of S3's operations, which are printed by the one extension of `S3.OperationInput`;
  /// - what only the client can make, out of a response, if it holds only texts, numbers and dates, and values of the
  ///   types that are listed here;
  /// - what `S3Generator` writes, since what AWS's model marks as sensitive has a type there that prints nothing
  ///   (``GeneratedSecrecyTests``).
  private static func provenByDeclaration(known: Set<String>) throws -> Set<String> {
    var proven: Set<String> = []
    for module in ["AWSCredentials", "AWSIdentity"] {
      let types = PublicStructure.all(in: try PublicTypes.files(of: module).map(\.text))
      proven.formUnion(types.filter(\.isPlainProvider).map { "\(module).\($0.name)" })
    }
    for module in ["AWSS3Client", "AWSElasticClient"] {
      let files = try PublicTypes.files(of: module)
      let printing = files.filter { file in
        file.path.contains("/Operations/") && file.text.contains("var description: String {")
      }
      #expect(printing.allSatisfy { $0.path.hasSuffix("S3+OperationInput.swift") }, "an operation prints by itself")
      let types = PublicStructure.all(in: files.map(\.text))
      let generated = PublicStructure.all(in: files.filter { $0.path.contains("/Generated/") }.map(\.text))
      proven.formUnion(generated.map { "\(module).\($0.name)" })
      var plain = Set(["String", "Int", "Int64", "Double", "Bool", "Date", "Duration"])
      plain.formUnion(known.filter { $0.hasPrefix(module) }.map { String($0.split(separator: ".").last ?? "") })
      var isGrowing = true
      while isGrowing {
        let new = types.filter { type in
          !proven.contains("\(module).\(type.name)")
            && (type.conformances.contains("OperationInput") || type.holdsOnlyFacts(ofTypes: plain))
        }
        proven.formUnion(new.map { "\(module).\($0.name)" })
        plain.formUnion(new.map { String($0.name.split(separator: ".").last ?? "") })
        isGrowing = !new.isEmpty
      }
    }
    return proven
  }

  @Test func whatADeclarationProves() {
    func isProven(_ members: String, extended: String = "") -> Bool {
      let text = "extension S3 {\n  public struct A: Sendable {\n    \(members)\n  }\n}\n"
      let types = PublicStructure.all(in: [text, extended])
      return types.map(\.name) == ["S3.A"] && types[0].holdsOnlyFacts(ofTypes: ["S3", "String", "ETag"])
    }
    #expect(isProven("public let etag: ETag?"))
    #expect(isProven("public let etag: S3.ETag?"))
    #expect(isProven("public let tags: [String: [String]]\n    public var isEmpty: Bool { tags.isEmpty }"))
    #expect(!isProven("public let body: AWSHTTPBody"))
    #expect(!isProven("public let etag: ETag?\n    private let headers: HTTPFields"))
    #expect(!isProven("public let nextToken: String?"))
    #expect(!isProven("public let etag: ETag?\n    public init(etag: ETag?) {\n    }"))
    #expect(!isProven("public let etag: ETag?", extended: "extension S3.A {\n  public init() {\n  }\n}"))
    #expect(!isProven("public var any = Locked<[Any]>([])"))
    #expect(!isProven("nonisolated(unsafe) let any: Any"))
    #expect(!isProven("public func f() {\n    }"))
    func isPlainProvider(_ member: String) -> Bool {
      let text = "public struct A: CredentialProvider {\n  public let name = \"a\"\n  \(member)\n}\n"
      return PublicStructure.all(in: [text]).map(\.isPlainProvider) == [true]
    }
    #expect(isPlainProvider("let context: CredentialProviderContext"))
    #expect(!isPlainProvider("let tokenCode: String"))
  }

  @Test func noPrintingShowsASecret() async throws {
    let made = try await SecretValues.make()
    func check(_ value: Any, in name: String) {
      if let leak = Self.leak(of: value, made.secrets) { Issue.record("\(name) shows \(leak)") }
    }
    struct Holder: Error { nonisolated(unsafe) let value: Any }
    for value in made.values {
      let name = Self.name(of: value)
      check(value, in: name)
      check([value], in: "an array of \(name)")
      check(["key": value], in: "a dictionary of \(name)")
      check(Optional(value) as Any, in: "an optional \(name)")
      let error = (value as? any Error) ?? Holder(value: value)
      check(CredentialError(.failed, provider: "s", message: "m", cause: error), in: "a CredentialError around \(name)")
      check(HTTPTransportError(.other, message: "m", cause: error), in: "an HTTPTransportError around \(name)")
      check(SigV4Error(.invalidRequest, message: "m", cause: error), in: "a SigV4Error around \(name)")
      check(Result<Int, any Error>.failure(error), in: "a Result with \(name)")
    }
  }

  /// The test can fail.
  @Test func aLeakIsNoticed() {
    struct Open { let key: String }
    let leaks = [
      Open(key: SecretValues.secret), Array(SecretValues.token.utf8), ["a": Array(SecretValues.token.utf8)],
      SecretValues.code,
    ].map { (value: Any) in Self.leak(of: value, SecretValues.planted) }
    #expect(leaks.allSatisfy { $0 != nil })
    let found = PublicTypes.declarations(
      in: """
        // public struct Comment {}
        public struct A { let text = "public struct B {"
          enum C { public class D {} }
        }
        extension A.E { public final class F<T>: Sendable {} ; public class func g() {} }
        """)
    #expect(found.map(\.name) == ["A", "A.C", "A.C.D", "A.E.F"])
    #expect(found.map(\.isPublic) == [true, false, true, true])
  }

  private static func name(of value: Any) -> String {
    String(String(reflecting: type(of: value)).prefix { $0 != "<" })
  }

  /// What a value shows, and by which way of printing.
  private static func leak(of value: Any, _ secrets: [String]) -> String? {
    var dumped = ""
    dump(value, to: &dumped)
    var texts = [
      ("print", "\(value)"), ("String(describing:)", String(describing: value)),
      ("String(reflecting:)", String(reflecting: value)), ("dump", dumped),
    ]
    if let value = value as? any CustomDebugStringConvertible {
      texts.append(("debugDescription", value.debugDescription))
    }
    for (way, text) in texts {
      for secret in secrets {
        // As text, and as the numbers of its bytes.
        let numbers = secret.utf8.prefix(8).map { "\($0)" }
        let inLine = numbers.joined(separator: ", ")
        let inDump = numbers.map { "- \($0)" }.joined(separator: " ")
        let flat = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        if text.contains(secret) || text.contains(inLine) || flat.contains(inDump) { return "\(secret) by \(way)" }
      }
    }
    return nil
  }
}
