import AWSCredentials
import AWSIdentity
import ArgumentParser

/// `--profile`, which means the same to every subcommand that uses the credentials found here.
struct ProfileOption: ParsableArguments {
  @Option(
    help: "The profile of the shared config and credentials files to use (default: that of AWS_PROFILE, else default).")
  var profile: String?

  /// Where credentials and settings are looked for. What goes wrong is thrown, and printed on standard error then: nothing is
  /// logged besides.
  var context: CredentialProviderContext {
    var context = CredentialProviderContext.tool.using(profile: profile)
    context.logger = SilentLog.logger
    return context
  }
}

extension CredentialCache {
  /// The credentials that a program would get in some surroundings, fetched once and refreshed when they are due.
  ///
  /// - Throws: `CredentialError` if the profile that is asked for does not exist.
  static func tool(in context: CredentialProviderContext) throws(CredentialError) -> CredentialCache {
    try context.requireProfile()
    return CredentialCache(provider: CredentialChain.standard(in: context), policy: .tool, logger: context.logger)
  }
}
