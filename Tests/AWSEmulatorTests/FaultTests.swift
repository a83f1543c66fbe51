import AWSEmulator
import AWSTesting
import AsyncHTTPClient
import Testing

@Suite struct FaultTests {
  @Test func `rules choose their requests, in order, as often as they should`() async throws {
    try await EmulatorClient.withFrozenEmulator({ $0.faultRandomness = { 0.5 } }) { (client) async throws in
      let faults = client.emulator.faults
      let rule = faults.add(
        EmulatedFaultRule(
          .respond(status: 500, code: "InternalError"), service: .s3, method: "GET", pathPrefix: "/a", skipping: 1,
          limit: 2))
      var statuses: [Int] = []
      for _ in 0..<5 { statuses.append(try await client.s3("GET", "/a").status) }
      #expect(statuses == [501, 500, 500, 501, 501])
      #expect(faults.strikes(of: rule) == 2)
      #expect(try await client.s3("GET", "/b").status == 501)
      faults.add(EmulatedFaultRule(.respond(status: 500, code: "InternalError"), probability: 0.5))
      #expect(try await client.s3("GET", "/").status == 200)
      let likely = faults.add(EmulatedFaultRule(.respond(status: 500, code: "InternalError"), probability: 0.51))
      #expect(try await client.s3("GET", "/").element("Code") == "InternalError")
      faults.remove(likely)
      faults.add(EmulatedFaultRule(.delay(.milliseconds(1)), service: .s3))
      #expect(try await client.s3("GET", "/").status == 200)
      faults.removeAll()
      #expect(client.emulator.statistics[.s3].faults == 4)
    }
  }

  @Test func `each service throttles in its own way`() async throws {
    try await EmulatorClient.withFrozenEmulator { (client) async throws in
      client.emulator.faults.add(EmulatedFaultRule(.throttle))
      let s3 = try await client.s3("GET", "/")
      #expect(s3.status == 503 && s3.element("Code") == "SlowDown")
      let elastic = try await client.elastic("GET", "/")
      #expect(elastic.status == 429 && elastic.text.contains("es_rejected_execution_exception"))
      let sts = try await client.sts("Action=GetCallerIdentity")
      #expect(sts.status == 400 && sts.element("Code") == "Throttling")
      #expect(try await EmulatorClient.send("GET", client.emulator.instanceMetadataEndpoint + "/").status == 429)
    }
  }

  @Test func `connections are reset before or after the request is carried out, or cut within the answer`() async throws
  {
    try await EmulatorClient.withFrozenEmulator { (client) async throws in
      _ = try await client.s3("PUT", "/bucket")
      let faults = client.emulator.faults
      faults.add(EmulatedFaultRule(.reset, method: "PUT", limit: 1))
      await #expect(throws: (any Error).self) { try await client.s3("PUT", "/bucket/a", body: "x") }
      #expect(try await client.s3("GET", "/bucket/a").status == 404)
      faults.add(EmulatedFaultRule(.loseResponse, method: "PUT", limit: 1))
      await #expect(throws: (any Error).self) { try await client.s3("PUT", "/bucket/a", body: "0123456789") }
      #expect(try await client.s3("GET", "/bucket/a").text == "0123456789")
      faults.add(EmulatedFaultRule(.truncateBody(afterBytes: 4), limit: 1))
      await #expect(throws: (any Error).self) { try await client.s3("GET", "/bucket/a") }
      #expect(try await client.s3("GET", "/bucket/a").status == 200)
      let down = faults.takeInstanceMetadataDown()
      let token = client.emulator.instanceMetadataEndpoint + "/latest/api/token"
      await #expect(throws: (any Error).self) { try await EmulatorClient.send("PUT", token) }
      faults.remove(down)
      #expect(try await EmulatorClient.send("PUT", token).status == 400)
    }
  }

  @Test
  func `a request that hangs does not hold up the stop`() async throws {
    let emulator = try await Emulator.start()
    emulator.faults.add(EmulatedFaultRule(.hang))
    let endpoint = emulator.instanceMetadataEndpoint
    let request = TestTask { try await EmulatorClient.send("PUT", endpoint + "/latest/api/token") }
    try await eventually("the request's arrival") { emulator.statistics[.instanceMetadata].requests > 0 }
    try await TestTask { await emulator.stop() }.value
    await #expect(throws: (any Error).self) { try await request.value }
    await emulator.stop()
  }
}
