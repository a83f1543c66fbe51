import AWSCore
import AWSCredentials
import Logging

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The `User-Agent` of a client's requests, in the form that the AWS SDKs have agreed on (`ua/2.1`): words such as `os/linux#6.1`,
/// by which AWS counts what calls it, and the application's id.
///
/// `evergreen/0.1.0 ua/2.1 os/linux#6.1.0 md/arch#x86_64 lang/swift#6.3 api/s3#0.1.0 cfg/retry-mode#standard app/orders`
package struct UserAgent: Sendable, Hashable {
  /// The version of this package.
  package static let version = "0.1.0"
  /// The most characters of an application id ("Application ID" in the AWS SDKs and Tools Reference Guide).
  private static let longestApplicationId = 50

  /// The value of the header field.
  package let value: String
  /// What is wrong with the application id; `nil` if nothing is.
  let complaint: String?

  /// Makes the value for a client.
  ///
  /// - Parameters:
  ///   - service: The name of the service: `s3`.
  ///   - applicationId: The application's id; blank or `nil` for none.
  ///   - executionEnvironment: What the program runs in, as AWS's runtimes say in `AWS_EXECUTION_ENV`: `AWS_ECS_FARGATE`.
  package init(service: String, applicationId: String?, executionEnvironment: String? = nil) {
    var words = Self.machine
    if let environment = executionEnvironment?.nilIfBlank { words += " exec-env/" + Self.word(environment) }
    words += " api/\(Self.word(service))#\(Self.version) cfg/retry-mode#standard"
    guard let id = applicationId?.nilIfBlank else {
      value = words
      complaint = nil
      return
    }
    let word = Self.word(id)
    value = words + " app/" + word
    var faults: [String] = []
    if id.unicodeScalars.count > Self.longestApplicationId {
      faults.append("It has \(id.unicodeScalars.count) characters; AWS asks for \(Self.longestApplicationId) at most.")
    }
    if word != id {
      faults.append(
        "It may hold ASCII letters, digits and !#$%&'*+-.^_`|~ only; every other character is sent as a hyphen.")
    }
    complaint = faults.isEmpty ? nil : faults.joined(separator: " ")
  }

  /// What is the same in all clients of the process.
  private static let machine: String = {
    let version = ProcessInfo.processInfo.operatingSystemVersion
    let system = "\(version.majorVersion).\(version.minorVersion).\(version.patchVersion)"
    return "evergreen/\(Self.version) ua/2.1 os/\(systemName)#\(system) md/arch#\(architecture) lang/swift#\(language)"
  }()

  /// A text with a hyphen for each character that a word may not hold, which are those of a token of HTTP (RFC 9110, 5.6.2).
  private static func word(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.map { allowed.contains($0) ? $0 : "-" }))
  }

  private static let allowed = Set(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-.^_`|~".unicodeScalars)

  private static var systemName: String {
    #if os(Linux)
      "linux"
    #elseif os(macOS)
      "macos"
    #elseif os(iOS)
      "ios"
    #elseif os(Windows)
      "windows"
    #elseif os(Android)
      "android"
    #else
      "other"
    #endif
  }

  private static var architecture: String {
    #if arch(x86_64)
      "x86_64"
    #elseif arch(arm64)
      "arm64"
    #else
      "other"
    #endif
  }

  /// The version of the language that this was compiled with; the compiler tells no more of it.
  private static var language: String {
    #if compiler(>=6.4)
      "6.4"
    #elseif compiler(>=6.3)
      "6.3"
    #else
      "6.2"
    #endif
  }
}

extension RequestPipeline {
  /// The `User-Agent` of a client. What is wrong with the application id is logged once for all clients of a configuration.
  static func userAgent(
    _ configuration: ClientConfiguration, service: String, shared: Shared
  ) -> String {
    let agent = UserAgent(
      service: service, applicationId: configuration.applicationId,
      executionEnvironment: configuration.executionEnvironment)
    if let complaint = agent.complaint, shared.applicationIdWarning.take() {
      configuration.logger.warning(
        """
        The application id for the User-Agent (applicationId, AWS_SDK_UA_APP_ID or sdk_ua_app_id) is not as AWS wants it. \
        \(complaint)
        """,
        metadata: ["aws.application_id": "\((configuration.applicationId ?? "").printable(limit: 100))"])
    }
    return agent.value
  }
}
