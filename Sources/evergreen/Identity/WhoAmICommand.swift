import AWSCore
import AWSCredentials
import AWSIdentity
import ArgumentParser

/// Prints whose credentials a program using Evergreen would sign with here.
struct WhoAmICommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "whoami",
    abstract: "Ask AWS whose the credentials found here are (GetCallerIdentity of STS).",
    discussion: """
      The region is that of --region, else of AWS_REGION, AWS_DEFAULT_REGION or the profile, else us-east-1. Endpoint \
      settings such as AWS_ENDPOINT_URL_STS apply.
      """
  )

  @OptionGroup var settings: ProfileOption

  @Option(
    help:
      "The region whose STS is asked (default: that of AWS_REGION, AWS_DEFAULT_REGION or the profile, else us-east-1).")
  var region: String?

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws { try RegionArgument.check(region) }

  private struct Response: Encodable {
    var account: String
    var arn: String
    var userId: String
    var accessKeyId: String
    var provider: String

    var text: String {
      """
      account     \(account.printable())
      ARN         \(arn.printable(limit: 2048))
      user id     \(userId.printable())
      access key  \(accessKeyId.printable())
      provider    \(provider.printable())
      """
    }
  }

  func run() async throws {
    let context = settings.context
    let cache = try CredentialCache.tool(in: context)
    let client = try STSClient.standard(region: region, credentials: cache, in: context)
    let credentials = try await cache.snapshot().credentials
    let identity = try await client.getCallerIdentity()
    let response = Response(
      account: identity.account, arn: identity.arn, userId: identity.userId, accessKeyId: credentials.accessKeyId,
      provider: credentials.provider)
    try StandardOutput.send((json ? try JSONText.pretty(response) : response.text) + "\n")
  }
}
