import AWSCore
import ArgumentParser

/// The names of the services that the emulator can run.
enum EmulatorServices {
  /// All of them, in the order in which they get ports.
  static let names = [
    "instance-metadata", "container-credentials", "sts", "sso-portal", "sso-oidc", "signin", "s3", "elastic",
  ]

  /// What others call them.
  private static let otherNames = [
    "es": "elastic", "elasticsearch": "elastic", "opensearch": "elastic", "imds": "instance-metadata",
    "ec2": "instance-metadata", "ecs": "container-credentials", "eks": "container-credentials", "sso": "sso-portal",
    "oidc": "sso-oidc", "login": "signin",
  ]

  /// Without one of these nobody can sign a request.
  private static let issuers: Set<String> = ["instance-metadata", "container-credentials"]

  /// The services of `--services`, in their order, with one that issues credentials.
  static func read(_ text: String?) throws(ValidationError) -> [String] {
    guard let text else { return names }
    var services: [String] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let name = String(part).trimmingASCIIWhitespace()
      guard names.contains(name) else {
        let meant = otherNames[name.lowercased()] ?? names.first { SpellingDistance.isClose(name, $0) }
        let close = meant.map { " Did you mean \($0)?" } ?? ""
        throw ValidationError(
          "--services has '\(name.printable(limit: 60))', which is no service of the emulator.\(close) It has "
            + "\(names.joined(separator: ", ")).")
      }
      if !services.contains(name) { services.append(name) }
    }
    return services.contains(where: issuers.contains) ? services : services + ["instance-metadata"]
  }
}
