import AWSCredentials
import AWSElasticClient
import AWSRuntime

/// Leaves the session token out of the signature, as every team does once, and shows what comes of it.
struct ClassicMistake {
  let arena: Arena

  func show() async throws {
    print("The classic mistake: key and secret of the role, but not its session token.")
    let whole = try await arena.configuration.credentials.snapshot().credentials
    guard whole.sessionToken != nil else {
      print("(not shown: the credentials here are long-lived ones, which have no token to forget)")
      return
    }
    let mixed = Credentials(
      accessKeyId: whole.accessKeyId, secretAccessKey: whole.secretAccessKey, expiration: whole.expiration,
      provider: "two properties copied out of three")
    var configuration = arena.configuration
    configuration.credentials = CredentialCache(provider: .static(mixed))
    let client = ElasticClient(configuration: configuration, endpoint: arena.elasticEndpoint)
    do {
      _ = try await client.info()
      throw UnexpectedSuccess()
    } catch let error as ElasticError {
      print(error)
    }
  }
}

/// The service accepted what it must refuse.
struct UnexpectedSuccess: Error, CustomStringConvertible {
  var description: String { "a request without its session token was accepted" }
}
