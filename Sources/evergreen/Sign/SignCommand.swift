import ArgumentParser

/// `evergreen sign`: one JSON request per line in, one JSON response per line out.
struct SignCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sign",
    abstract: "Sign requests: one JSON object per line on standard input, one per line on standard output.",
    discussion: """
      In: {"method", "url", "headers"?: [[name, value], …], "bodyBase64"?, "service", "region", "timestamp"?,
      "credentials"?: {"accessKeyId", "secretAccessKey", "sessionToken"?},
      "kind"?: "header" | "presign" | "sigv4a" | "chunked" | "post", "payloadMode"?: "signed" | "unsigned" | "trailer",
      "expiresIn"?, "signedBodyHeader"?: "x-amz-content-sha256" | "none", "chunkSize"?, "trailers"?, "policyBase64"?}.

      A line without "timestamp" is signed with the current time, a line without "credentials" with the credentials found here, \
      which are looked for once. "expiresIn" is a number of seconds, 3600 unless it is given.

      Out: {"canonicalRequest", "stringToSign", "signature", "headers", "url"}, or {"error"} for a line that cannot be
      signed, with the line's number and the field; the lines after it are still read. The exit status is 1 if a line failed. \
      The URL's path and query are taken as they are. All headers given are signed except those that belong to a connection. \
      Presigned URLs of Amazon S3 never cover the body.

      "sigv4a" takes "region" as a set, such as "us-east-1,eu-*". "chunked" writes the body as aws-chunked, with "chunkSize"?
      and "trailers"?: {name: value}, each chunk signed unless "payloadMode" is another than "signed"; its response has "bodyBase64" and
      "chunkSignatures" besides. "post" signs a form's "policyBase64" and returns its "fields"; it needs no method and
      no URL.

      The response holds what the request must carry, which includes the session token.
      """
  )

  @OptionGroup var settings: ProfileOption

  func run() async throws {
    var input = StandardInput()
    var signer = LineSigner(in: settings.context)
    var number = 0
    var failures = 0
    while let line = try input.nextLine() {
      number += 1
      if line.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { continue }
      var response: String
      do {
        response = try await signer.response(to: line).text()
      } catch {
        response = try SignResponse.text(refusing: number, because: error)
        failures += 1
      }
      response.append("\n")
      try StandardOutput.send(response)
    }
    // What was wrong stands in the output, line by line.
    guard failures == 0 else { throw ExitCode.failure }
  }
}
