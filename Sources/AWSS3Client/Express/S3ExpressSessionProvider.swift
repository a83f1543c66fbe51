import AWSCredentials
import AWSRuntime
import HTTPTypes

/// Makes a session of a directory bucket with CreateSession.
struct S3ExpressSessionProvider: CredentialProvider {
  let bucket: String
  /// A client that signs with its own credentials.
  let client: S3Client

  var name: String { "S3 Express session" }

  func credentials() async throws(CredentialError) -> Credentials {
    do throws(S3Error) {
      let (output, head) = try await client.performReadingHead(S3.CreateSessionInput(bucket: bucket))
      let session = output.credentials
      let credentials = Credentials(
        accessKeyId: session.accessKeyId, secretAccessKey: session.secretAccessKey.value,
        sessionToken: session.sessionToken.value, expiration: session.expiration, provider: name)
      // When it ends is a time of S3's clock.
      let fields = head.headerFields
      let clock = IssuerClock(
        date: fields.value(of: .date), age: fields.value(of: .age), received: client.configuration.clock.now())
      return clock?.translated(credentials, logger: client.configuration.logger) ?? credentials
    } catch {
      throw CredentialError(
        error.isCancellation ? .cancelled : .failed, provider: name, message: "CreateSession failed.", cause: error)
    }
  }
}
