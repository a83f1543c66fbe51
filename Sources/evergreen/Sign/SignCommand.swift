import ArgumentParser

/// `evergreen sign`: one JSON request per line in, one JSON response per line out.
struct SignCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sign",
    abstract: "Signs requests: one JSON object per line on standard input, one per line on standard output.",
    discussion: """
      In: {"method", "url", "headers": [[name, value], …], "bodyBase64", "service", "region", "timestamp",
      "credentials": {"accessKeyId", "secretAccessKey", "sessionToken"?},
      "kind": "header" | "presign" | "sigv4a" | "chunked" | "post", "payloadMode": "signed" | "unsigned" | "trailer",
      "expiresIn"?, "signedBodyHeader"?: "x-amz-content-sha256" | "none", "chunkSize"?, "trailers"?, "policyBase64"?}.

      Out: {"canonicalRequest", "stringToSign", "signature", "headers", "url"}, or {"error"} for a line that cannot be
      signed; the lines after it are still read. The URL's path and query are taken as they are. All headers given are
      signed except those that belong to a connection. Presigned URLs of Amazon S3 never cover the body.

      "sigv4a" takes "region" as a set, such as "us-east-1,eu-*". "chunked" writes the body as aws-chunked, with "chunkSize"?
      and "trailers"?: {name: value}, each chunk signed unless "payloadMode" is another than "signed"; its response has "bodyBase64" and
      "chunkSignatures" besides. "post" signs a form's "policyBase64" and returns its "fields"; it needs no method and
      no URL.

      The response holds what the request must carry, which includes the session token.
      """
  )

  func run() throws {
    var input = StandardInput()
    while let line = try input.nextLine() {
      if line.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { continue }
      var response = SignResponse.text(for: line)
      response.append("\n")
      try StandardOutput.send(response)
    }
  }
}
