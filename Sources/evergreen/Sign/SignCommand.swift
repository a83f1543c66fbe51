import ArgumentParser

/// `evergreen sign`: one JSON request per line in, one JSON answer per line out.
struct SignCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sign",
    abstract: "Signs requests: one JSON object per line on standard input, one per line on standard output.",
    discussion: """
      In: {"method", "url", "headers": [[name, value], …], "bodyBase64", "service", "region", "timestamp",
      "credentials": {"accessKeyId", "secretAccessKey", "sessionToken"?},
      "kind": "header" | "presign" | "sigv4a" | "chunked" | "post", "payloadMode": "signed" | "unsigned" | "trailer",
      "expiresIn"?, "signedBodyHeader"?: "x-amz-content-sha256" | "none", "chunkSize"?, "trailers"?}.

      "sigv4a": the field region holds the regions joined by commas, or *; with "expiresIn" the signature goes into the
      URL. The signature is another one each time.

      "chunked": the body is sent in chunks of "chunkSize"? bytes (65536; 8192 at the least), followed by "trailers"?:
      [[name, value], …]. Chunks and trailers are signed unless the payloadMode is another than "signed". The answer also
      has "bodyBase64", the body as it is sent; "signature" is that of the head.

      "post": "bodyBase64" is the policy of an upload form. The answer has "fields": [[name, value], …] instead of a
      canonical request; no method is needed.

      Out: {"canonicalRequest", "stringToSign", "signature", "headers", "url"}, or {"error"} for a line that cannot be
      signed; the lines after it are still read. The URL's path and query are taken as they are. All headers given are
      signed except those that belong to a connection. Presigned URLs of Amazon S3 never cover the body.

      The answer holds what the request must carry, which includes the session token.
      """
  )

  func run() throws {
    var input = StandardInput()
    while let line = try input.nextLine() {
      if line.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { continue }
      var answer = SignAnswer.text(for: line)
      answer.append("\n")
      try StandardOutput.send(answer)
    }
  }
}
