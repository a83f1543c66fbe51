import AWSSigV4

extension FuzzInput {
  /// Entry points that only have not to trap.
  func otherEntryPoints(_ signer: SigV4Signer) {
    let texts = request.headers.map(\.value) + [request.target, damage, service]
    for text in texts {
      _ = SignatureMismatch.canonicalRequest(inError: Mutation.error(quoting: text))
      _ = SignatureMismatch.canonicalRequest(inError: text)
      _ = SignatureMismatch.withoutCanonicalRequest(text)
      _ =
        "\(SignatureMismatch(signed: Mutation.canonicalRequest(text, damage), read: Mutation.canonicalRequest(damage, text)))"
    }
    let size = Int(clamping: lifetime)
    let trailers = Dictionary(request.headers.map { ($0.name, $0.value.utf8.count) }) { first, _ in first }
    for chunkSize in [8192, size] {
      for signing in [ChunkedEncoding.Signing.signed, .unsigned] {
        guard
          let encoding = try? ChunkedEncoding(
            decodedLength: size, chunkSize: chunkSize, trailers: trailers, signing: signing)
        else { continue }
        _ = (encoding.encodedLength, encoding.applied(to: request.headers))
        guard
          let seed = try? signer.sign(request, payload: encoding.payload, credentials: credentials, date: date),
          var chunks = try? ChunkSigner(encoding, seed: seed)
        else { continue }
        _ = (try? chunks.chunk(body), try? chunks.end(trailers: request.headers))
      }
    }
    var events = EventStreamSigner(signer, seedSignature: damage)
    let message = EventStreamMessage(
      headers: request.headers.map { ($0.name, .string($0.value)) } + [("d", .timestamp(date))], payload: body)
    _ = (
      try? events.sign(message, credentials: credentials, date: date),
      try? events.end(credentials: credentials, date: now)
    )
    tokens(port: size)
    let policy = POSTPolicy(
      bucket: service, key: damage, expiresIn: .seconds(lifetime),
      conditions: texts.map { .startsWith(field: $0, prefix: damage) } + [.contentLength(min(0, size)...max(0, size))])
    _ = try? signer.sign(policy, credentials: credentials, date: date)
    if let signed = try? signer.sign(request, payload: .empty, credentials: credentials, date: date) {
      _ = signed.redactedCanonicalRequest
    }
    let session = SigV4Signer(service: "s3express", region: region)
    _ = try? session.sign(request, payload: .unsigned, credentials: credentials, date: date)
    let presigned = try? session.presign(
      request, payload: .unsigned, expiresIn: .seconds(lifetime), credentials: credentials, date: date)
    if let presigned { _ = "\(presigned)" }
  }

  private func tokens(port: Int) {
    let host = request.authority
    let token = try? IAMAuthToken.rds(
      host: host, port: port, user: damage, region: region, credentials: credentials, date: date)
    if let token { _ = "\(token)" }
    _ = try? IAMAuthToken.elastiCache(cache: host, user: damage, region: region, credentials: credentials, date: date)
    _ = try? IAMAuthToken.msk(region: region, credentials: credentials, date: date, userAgent: damage)
  }
}
