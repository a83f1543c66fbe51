import AWSEmulator
import Testing

@Suite struct ElasticTests {
  private func withClient(_ body: (EmulatorClient) async throws -> Void) async throws {
    try await EmulatorClient.withFrozenEmulator { (client) async throws in
      try await body(client.with(client.emulator.fetchCredentials()))
    }
  }

  @Test func `a request that is not right is refused in the words of Amazon's domains`() async throws {
    try await withClient { (client) async throws in
      func expect(_ status: Int, _ text: String, _ answer: ReceivedAnswer) {
        #expect(answer.status == status && answer.text.contains(text), "\(answer.text)")
        #expect(answer.headers["x-amzn-requestid"]?.isEmpty == false)
      }
      let invalid = #"{"message":"The security token included in the request is invalid"}"#
      expect(200, "7.10.2", try await client.elastic("GET", "/"))
      expect(
        403, "Missing Authentication Token", try await EmulatorClient.send("GET", client.emulator.elasticEndpoint))
      var other = client
      other.keys.token = nil
      expect(403, invalid, try await other.elastic("GET", "/"))
      other.keys.token = "nonsense"
      expect(403, invalid, try await other.elastic("GET", "/"))
      other = client
      other.keys.secret = "wrong"
      expect(403, #"The String-to-Sign should have been\n'AWS4-HMAC-SHA256"#, try await other.elastic("GET", "/"))
      expect(
        400, "x-amz-content-sha256 header must be signed",
        try await client.elastic("GET", "/", headers: ["!x-amz-content-sha256": EmulatorClient.hash("")]))
      expect(
        403, "must be a 'SignedHeader'",
        try await client.elastic("GET", "/", headers: ["!x-amz-security-token": client.keys.token ?? ""]))
      client.emulator.clockOffset = .seconds(301)
      expect(
        403, "Signature expired: 20260101T120000Z is now earlier than 20260101T120001Z (20260101T120501Z - 5 min.)",
        try await client.elastic("GET", "/"))
      client.emulator.clockOffset = .zero
      client.emulator.rotateCredentials()
      client.emulator.revokeOldCredentials()
      expect(
        403, #"{"message":"The security token included in the request is expired"}"#,
        try await client.elastic("GET", "/"))
    }
  }

  @Test(arguments: ["a%2Fb", "x%20y", "%ED%95%9C%EA%B8%80", "e%CC%81", "%C3%A9", "%252F", "%2E%2E", "a,b*"])
  func `an id is what is on the wire, decoded once`(id: String) async throws {
    try await withClient { (client) async throws in
      let created = try await client.elastic("PUT", "/index/_doc/" + id, #"{"n":1.50}"#)
      #expect(created.status == 201 && created.text.contains(#""result":"created""#))
      #expect(try await client.elastic("PUT", "/index/_doc/" + id, #"{"n":2}"#).text.contains(#""_version":2"#))
      #expect(try await client.elastic("PUT", "/index/_create/" + id, "{}").status == 409)
      #expect(try await client.elastic("GET", "/index/_source/" + id).text == #"{"n":2}"#)
      #expect(try await client.elastic("HEAD", "/index/_doc/" + id).status == 200)
      #expect(try await client.elastic("GET", "/index/_count").text.contains(#""count":1"#))
      #expect(try await client.elastic("DELETE", "/index/_doc/" + id).status == 200)
      #expect(try await client.elastic("GET", "/index/_doc/" + id).status == 404)
    }
  }

  @Test func `updates merge, insert, do nothing, and see conflicts`() async throws {
    try await withClient { (client) async throws in
      let update = "/index/_update/1"
      #expect(try await client.elastic("POST", update, #"{"doc":{"a":1}}"#).status == 404)
      #expect(
        try await client.elastic("POST", update, #"{"doc":{"a":{"b":1}},"doc_as_upsert":true}"#).status == 201)
      #expect(try await client.elastic("POST", update, #"{"doc":{"a":{"c":2}},"upsert":{}}"#).status == 200)
      #expect(try await client.elastic("GET", "/index/_source/1").text == #"{"a":{"b":1,"c":2}}"#)
      #expect(try await client.elastic("POST", update, #"{"doc":{"a":{"c":2}}}"#).text.contains(#""result":"noop""#))
      #expect(try await client.elastic("POST", update, #"{"script":"x"}"#).status == 400)
      let stale = try await client.elastic("PUT", "/index/_doc/1?if_seq_no=0&if_primary_term=1", "{}")
      #expect(stale.status == 409 && stale.text.contains("version_conflict_engine_exception"))
      #expect(try await client.elastic("PUT", "/index/_doc/1?if_seq_no=1&if_primary_term=1", "{}").status == 200)
    }
  }

  @Test func `a bulk request answers for each of its items`() async throws {
    try await withClient { (client) async throws in
      let lines = [
        #"{"index":{"_id":"1"}}"#, #"{"a":1}"#, #"{"create":{"_id":"1"}}"#, #"{"a":2}"#, #"{"delete":{"_id":"9"}}"#,
        #"{"update":{"_id":"1"}}"#, #"{"doc":{"b":3}}"#, #"{"index":{"_index":"Bad"}}"#, #"{"a":4}"#,
        #"{"index":{}}"#, #"{"a":5}"#,
      ]
      let answer = try await client.elastic("POST", "/index/_bulk", lines.joined(separator: "\n") + "\n")
      #expect(answer.status == 200 && answer.text.contains(#""errors":true"#))
      let statuses = answer.text.split(separator: #""status":"#).dropFirst().map { $0.prefix(3) }
      #expect(statuses == ["201", "409", "404", "200", "400", "201"])
      #expect(try await client.elastic("GET", "/index/_source/1").text == #"{"a":1,"b":3}"#)
      for body in ["{\"index\":{}}\n{}", "{}\n{}\n", "{\"frob\":{}}\n{}\n", "x\n", "{\"index\":{}}\n", "\n"] {
        #expect(try await client.elastic("POST", "/index/_bulk", body).status == 400, "\(body)")
      }
    }
  }

  @Test func `a search finds what its query says`() async throws {
    try await withClient { (client) async throws in
      for (id, source) in [
        ("1", #"{"title":"The Green Tree","tag":["a","b"],"n":5,"at":"2026-01-05"}"#),
        ("2", #"{"title":"green sea","tag":"b","n":12.5,"at":"2026-02-01","sub":{"x":true,"y":"z"}}"#),
        ("3", #"{"title":"한국어 나무","n":-1}"#),
      ] { #expect(try await client.elastic("PUT", "/logs-1/_doc/\(id)", source).status == 201) }
      _ = try await client.elastic("PUT", "/logs-2/_doc/4", #"{"title":"blue","n":7}"#)
      func ids(_ query: String, index: String = "logs-1", rest: String = "") async throws -> [String] {
        let answer = try await client.elastic("POST", "/\(index)/_search", #"{"query":\#(query)\#(rest)}"#)
        #expect(answer.status == 200, "\(answer.text)")
        return answer.text.split(separator: #""_id":""#).dropFirst().map { String($0.prefix { $0 != "\"" }) }
      }
      let cases: [(query: String, ids: [String])] = [
        (#"{"match_all":{}}"#, ["1", "2", "3"]), (#"{"match":{"title":"GREEN tree"}}"#, ["1", "2"]),
        (#"{"match":{"title":{"query":"green tree","operator":"and"}}}"#, ["1"]),
        (#"{"match":{"title":"한국어"}}"#, ["3"]), (#"{"match_phrase":{"title":"green tree"}}"#, ["1"]),
        (#"{"term":{"title.keyword":"green sea"}}"#, ["2"]), (#"{"term":{"title":"Green"}}"#, []),
        (#"{"term":{"tag":{"value":"b"}}}"#, ["1", "2"]), (#"{"terms":{"n":[5,-1]}}"#, ["1", "3"]),
        (#"{"term":{"sub.x":true}}"#, ["2"]), (#"{"range":{"n":{"gt":5,"lte":12.5}}}"#, ["2"]),
        (#"{"range":{"at":{"gte":"2026-01-05","lt":"2026-02"}}}"#, ["1"]), (#"{"exists":{"field":"sub"}}"#, []),
        (#"{"exists":{"field":"tag"}}"#, ["1", "2"]), (#"{"ids":{"values":["3","9"]}}"#, ["3"]),
        (#"{"prefix":{"title":"gre"}}"#, ["1", "2"]), (#"{"wildcard":{"title.keyword":{"value":"*s?a"}}}"#, ["2"]),
        (#"{"query_string":{"query":"title:green AND n:5"}}"#, ["1"]),
        (#"{"bool":{"must":{"match":{"title":"green"}},"must_not":[{"term":{"tag":"a"}}]}}"#, ["2"]),
        (#"{"bool":{"should":[{"term":{"tag":"a"}},{"term":{"n":-1}}]}}"#, ["1", "3"]),
        (#"{"bool":{"filter":[{"term":{"tag":"b"}}],"should":[{"term":{"n":12.5}}]}}"#, ["2", "1"]),
      ]
      for (query, expected) in cases where query != #"{"exists":{"field":"sub"}}"# {
        #expect(try await ids(query) == expected, "\(query)")
      }
      let all = #"{"match_all":{}}"#
      #expect(try await ids(all, index: "logs-*", rest: #","sort":[{"n":"desc"}],"from":1,"size":2"#) == ["4", "1"])
      #expect(try await ids(all, index: "_all,-logs-1") == ["4"])
      #expect(try await ids(all, rest: #","sort":["at",{"n":{"order":"asc"}}]"#) == ["1", "2", "3"])
      let filtered = try await client.elastic("GET", "/logs-1/_search?q=n:12.5&_source_includes=sub.*,n")
      #expect(filtered.text.contains(#""_source":{"n":12.5,"sub":{"x":true,"y":"z"}}"#), "\(filtered.text)")
      for (target, body, type) in [
        ("/logs-1/_search", #"{"query":{"frob":{}}}"#, "parsing_exception"),
        ("/logs-1/_search", #"{"aggs":{}}"#, "parsing_exception"), ("/logs-1/_search", "{", "parsing_exception"),
        ("/logs-1/_search", #"{"sort":"title"}"#, "illegal_argument_exception"),
        ("/logs-1/_search?size=10001", "{}", "illegal_argument_exception"),
        ("/logs-1/_search?frob=1", "{}", "illegal_argument_exception"),
        ("/none/_search", "{}", "index_not_found_exception"),
      ] {
        let answer = try await client.elastic("POST", target, body)
        #expect(answer.status >= 400 && answer.text.contains(#""type":"\#(type)""#), "\(target) \(body)")
      }
    }
  }

  @Test func `what it does not know it says, and deep input does no harm`() async throws {
    try await withClient { (client) async throws in
      for (method, target, status) in [
        ("GET", "/a/b/c", 400), ("PATCH", "/index", 405), ("GET", "/_nodes", 400), ("HEAD", "/none", 404),
        ("PUT", "/Upper", 400), ("PUT", "/_under", 400), ("DELETE", "/none", 404), ("PUT", "/index", 200),
        ("HEAD", "/index", 200), ("PUT", "/index", 400), ("GET", "/_cluster/health", 200),
        ("POST", "/index/_refresh", 200), ("DELETE", "/inde*", 200), ("HEAD", "/index", 404),
      ] { #expect(try await client.elastic(method, target).status == status, "\(method) \(target)") }
      let gzip = try await client.elastic("POST", "/i/_doc", "{}", headers: ["content-encoding": "gzip"])
      #expect(gzip.status == 415)
      #expect(try await client.elastic("POST", "/i/_doc", "{}", headers: ["content-type": "text/plain"]).status == 406)
      let deep = String(repeating: #"{"a":"#, count: 5000) + "1" + String(repeating: "}", count: 5000)
      #expect(try await client.elastic("POST", "/i/_doc", deep).status == 400)
      let query = String(repeating: #"{"bool":{"must":"#, count: 60) + "{}" + String(repeating: "}}", count: 60)
      #expect(try await client.elastic("POST", "/_search", #"{"query":\#(query)}"#).status == 400)
    }
  }

  @Test func `documents are got by the dozen`() async throws {
    try await withClient { (client) async throws in
      _ = try await client.elastic("PUT", "/index/_doc/1", #"{"a":1,"b":2}"#)
      let answer = try await client.elastic(
        "POST", "/_mget",
        #"{"docs":[{"_index":"index","_id":"1","_source":["b"]},{"_index":"index","_id":"2"},{"_index":"x","_id":"3"}]}"#
      )
      #expect(answer.text.contains(#""_source":{"b":2}"#) && answer.text.contains(#""found":false"#))
      #expect(answer.text.contains("index_not_found_exception"))
    }
  }
}
