import AWSEmulator
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The verifier against signatures that it had no part in: botocore's.
@Suite struct GoldenRequestTests {
  private func withEmulator(_ body: (Emulator) async throws -> Void) async throws {
    var configuration = EmulatorConfiguration()
    configuration.now = { EmulatorClient.frozen }
    try await Emulator.withEmulator(configuration) { emulator in
      emulator.registerSessionKey(
        accessKeyId: GoldenRequest.accessKeyId, secretAccessKey: GoldenRequest.secretAccessKey,
        sessionToken: GoldenRequest.sessionToken, expiration: EmulatorClient.frozen.addingTimeInterval(600))
      try await body(emulator)
    }
  }

  private func send(_ golden: GoldenRequest, to emulator: Emulator, signature: String? = nil) async throws
    -> ReceivedAnswer
  {
    var headers = [
      "host": golden.host, "x-amz-date": EmulatorClient.frozenTimestamp,
      "x-amz-security-token": GoldenRequest.sessionToken,
    ]
    let endpoint: String
    switch golden.service {
    case .s3:
      endpoint = emulator.s3Endpoint
      headers["x-amz-content-sha256"] = EmulatorClient.hash(golden.body)
    case .es:
      endpoint = emulator.elasticEndpoint
      if !golden.body.isEmpty { headers["content-type"] = "application/json" }
    case .sts:
      endpoint = emulator.stsEndpoint
      headers["content-type"] = "application/x-www-form-urlencoded"
    }
    headers["authorization"] =
      "AWS4-HMAC-SHA256 Credential=\(GoldenRequest.accessKeyId)/20260101/us-east-1/\(golden.service.rawValue)"
      + "/aws4_request, SignedHeaders=\(headers.keys.sorted().joined(separator: ";")), "
      + "Signature=\(signature ?? golden.signature)"
    return try await EmulatorClient.send(golden.method, endpoint + golden.target, headers, body: golden.body)
  }

  @Test func `botocore's signatures are accepted, and objects come back under every key`() async throws {
    try await withEmulator { emulator in
      var written: [String: String] = [:]
      for golden in GoldenRequest.all {
        let answer = try await send(golden, to: emulator)
        #expect(answer.status == 200 || answer.status == 201, "\(golden.testDescription): \(answer.text)")
        if golden.method == "PUT" { written[golden.target] = golden.body }
        if golden.method == "GET", let body = written[golden.target] {
          #expect(golden.service == .s3 ? answer.text == body : answer.text.contains(body))
        }
      }
      print("botocore: \(GoldenRequest.all.count) requests")
      #expect(emulator.statistics.accepted == GoldenRequest.all.count)
      #expect(emulator.statistics.rejected == 0)
    }
  }

  @Test func `one wrong digit of a signature is refused`() async throws {
    try await withEmulator { emulator in
      for golden in GoldenRequest.all {
        let flipped = (golden.signature.first == "0" ? "1" : "0") + golden.signature.dropFirst()
        let answer = try await send(golden, to: emulator, signature: flipped)
        #expect(answer.status == 403, "\(golden.testDescription)")
      }
      #expect(emulator.statistics.accepted == 0)
    }
  }

  @Test func `botocore's presigned URLs are accepted until they expire`() async throws {
    try await withEmulator { emulator in
      for golden in GoldenRequest.all.prefix(21) where golden.method == "PUT" {
        _ = try await send(golden, to: emulator)
      }
      let query =
        "?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=ASIAEVERGREENEXAMPLE%2F20260101%2Fus-east-1%2Fs3"
        + "%2Faws4_request&X-Amz-Date=20260101T120000Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host"
        + "&X-Amz-Security-Token=EXAMPLE%2BTOKEN%2Fof%3Dno%3Dworth%3D%3D&X-Amz-Signature="
      for (path, signature) in GoldenRequest.presigned {
        let url = emulator.s3Endpoint + path + query + signature
        let headers = ["host": "golden.s3.us-east-1.amazonaws.com"]
        emulator.clockOffset = .seconds(60)
        let answer = try await EmulatorClient.send("GET", url, headers)
        #expect(answer.status == 200, "\(answer.text)")
        #expect(answer.text.hasPrefix("body of "))
        emulator.clockOffset = .seconds(61)
        let late = try await EmulatorClient.send("GET", url, headers)
        #expect(late.status == 403 && late.element("Code") == "AccessDenied")
        #expect(late.element("Message") == "Request has expired")
        emulator.clockOffset = .seconds(600)
        #expect(try await EmulatorClient.send("GET", url, headers).status == 403)
        emulator.clockOffset = .zero
        let changed = url.replacing("X-Amz-Expires=60", with: "X-Amz-Expires=61")
        #expect(try await EmulatorClient.send("GET", changed, headers).element("Code") == "SignatureDoesNotMatch")
      }
    }
  }
}
