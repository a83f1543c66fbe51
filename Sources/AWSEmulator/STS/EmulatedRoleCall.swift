/// What every way to take on a role has to say.
struct EmulatedRoleCall {
  let roleArn: String
  let sessionName: String
  /// In seconds.
  let lifetime: Double

  struct Invalid: Error { let message: String }

  static func parse(_ parameters: [String: String]) -> Result<EmulatedRoleCall, Invalid> {
    guard let arn = parameters["RoleArn"], arn.hasPrefix("arn:"), arn.contains(":role/"), arn.utf8.count <= 2048 else {
      return .failure(
        Invalid(message: "\(parameters["RoleArn"] ?? "") is invalid: RoleArn has to be the ARN of a role."))
    }
    let name = parameters["RoleSessionName"] ?? ""
    guard (2...64).contains(name.utf8.count), name.utf8.allSatisfy(isSessionNameByte) else {
      return .failure(Invalid(message: "RoleSessionName has to be 2 to 64 characters of A-Z a-z 0-9 _ = , . @ -."))
    }
    guard let seconds = Int(parameters["DurationSeconds"] ?? "3600"), (1...43_200).contains(seconds) else {
      return .failure(Invalid(message: "DurationSeconds has to be a number from 1 to 43200."))
    }
    return .success(EmulatedRoleCall(roleArn: arn, sessionName: name, lifetime: Double(seconds)))
  }

  private static func isSessionNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: "_+=,.@-".utf8.contains(byte)
    }
  }
}
