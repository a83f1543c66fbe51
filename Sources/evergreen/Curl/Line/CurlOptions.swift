import AWSCore
import AWSRuntime
import ArgumentParser

/// What a command line of curl asks for.
struct CurlOptions: Sendable {
  /// What happens if the status is 400 or more.
  enum Failure { case never, withoutBody, withBody }

  /// What is asked for, one after the other. The other options hold for all of them.
  var requests = CurlRequestList()
  var method: String?
  var headers: [CurlHeaders.Argument] = []
  var isHead = false
  var userAgent: String?
  var referer: String?
  var cookies: [String] = []
  var range: String?
  var isCompressed = false
  var query: [[UInt8]] = []
  var pathAsIs = false
  var isGlobOff = false

  var data: [CurlData] = []
  var usesGet = false

  var followsRedirects = false
  var maximumRedirects = 50
  var keepsPost: Set<Int> = []
  var maximumTime: Duration?
  var connectTimeout: Duration = .seconds(300)
  var retry = CurlRetry()
  var isInsecure = false
  var authorityFile: String?
  var proxy: AsyncHTTPClientTransport.Route?
  var usesNoProxy = false

  var namesFilesByURL = false
  var outputDirectory: FilePath?
  var createsDirectories = false
  var includesHead = false
  var headFile: FilePath?
  var failure: Failure = .never
  var isSilent = false
  var showsErrors = false
  var isVerbose = false
  var writeOut: CurlWriteOut?
  var failsEarly = false

  var service: String?
  var region: String?
  var profile: String?
  var signingHost: Authority?
  var isUnsigned = false
  var wantsHelp = false
  var wantsVersion = false

  /// Whether what fails is said.
  var saysErrors: Bool { !isSilent || showsErrors }

  /// Refuses what cannot go together.
  func validate() throws {
    guard !requests.list.isEmpty else { throw ValidationError("The URL is missing.") }
    try requests.check(isGlobOff: isGlobOff)
    let uploads = requests.list.contains { $0.uploadFile != nil }
    if uploads, !data.isEmpty { throw ValidationError("--upload-file and --data cannot be used together.") }
    if isHead, uploads || (!usesGet && !data.isEmpty) {
      throw ValidationError("--head sends no body: use --get with --data, and no --upload-file.")
    }
    if isUnsigned, service != nil || signingHost != nil {
      throw ValidationError("--no-sign-request cannot be used with --service, --aws-sigv4 or --signing-host.")
    }
    if usesNoProxy, proxy != nil { throw ValidationError("--proxy and --noproxy cannot be used together.") }
  }
}

extension CurlOptions {
  /// Reads the value of `--aws-sigv4`: the names of two providers, the region and the service.
  mutating func readScope(_ text: String) throws {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard parts.count <= 4, parts[0] == "aws", parts.count < 2 || parts[1] == "amz" else {
      throw Self.invalid(
        "--aws-sigv4", "takes aws:amz, and behind it the region and the service, such as aws:amz:eu-west-1:es")
    }
    if parts.count > 2, !parts[2].isEmpty { region = try Self.region(parts[2], of: "--aws-sigv4") }
    if parts.count > 3, !parts[3].isEmpty { service = try Self.service(parts[3], of: "--aws-sigv4") }
  }

  static func invalid(_ option: String, _ problem: String) -> ValidationError {
    ValidationError("\(option) \(problem).")
  }

  /// A whole number.
  static func number(_ text: String, of option: String, from least: Int) throws -> Int {
    guard let number = Int(text), number >= least, number <= 1_000_000 else {
      throw invalid(option, "takes a whole number from \(least), not '\(text.printable(limit: 40))'")
    }
    return number
  }

  /// A number of seconds; `nil` for zero, which is to curl as if the option were not there.
  static func seconds(_ text: String, of option: String) throws -> Duration? {
    guard let seconds = SecondsOption(argument: text)?.duration else {
      throw invalid(option, "takes a number of seconds, not '\(text.printable(limit: 40))'")
    }
    return seconds == .zero ? nil : seconds
  }
}
