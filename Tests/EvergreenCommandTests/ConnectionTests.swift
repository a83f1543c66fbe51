import AWSCredentials
import Testing

/// What the tool says of a server that cannot be reached.
@Suite struct ConnectionTests {
  @Test func aRefusedConnectionIsNamed() async throws {
    try await EvergreenTool.withFile("a-token") { token in
      for (arguments, environment) in [
        (["whoami"], EvergreenTool.keys + ["AWS_ENDPOINT_URL_STS=http://127.0.0.1:1"]),
        (["credentials"], ["AWS_CONTAINER_CREDENTIALS_FULL_URI=http://127.0.0.1:1/x"]),
        (["exec", "--", "env"], ["AWS_CONTAINER_CREDENTIALS_FULL_URI=http://127.0.0.1:1/x"]),
        (
          ["presign", "s3://books/k"],
          [
            "AWS_WEB_IDENTITY_TOKEN_FILE=\(token)", "AWS_ROLE_ARN=arn:aws:iam::123456789012:role/r",
            "AWS_REGION=us-east-1", "AWS_ENDPOINT_URL_STS=http://127.0.0.1:1",
          ]
        ),
      ] as [([String], [String])] {
        let result = try await EvergreenTool.run(arguments, environment + ["AWS_MAX_ATTEMPTS=1"])
        #expect(result.status == .exited(1) && result.output.isEmpty, "\(result)")
        #expect(result.errors.contains("Connection refused by 127.0.0.1:1."), "\(result)")
        for foreign in ["errno", "NIO", "connect("] { #expect(!result.errors.contains(foreign), "\(result)") }
      }
    }
  }
}
