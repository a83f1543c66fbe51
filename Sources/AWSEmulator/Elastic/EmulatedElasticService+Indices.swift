import HTTPTypes
import NIOCore

extension EmulatedElasticService {
  static let shards = JSON.object([("total", .int(2)), ("successful", .int(1)), ("failed", .int(0))])

  func info() -> EmulatedResponse {
    EmulatedResponse(
      status: 200,
      json: .object([
        ("name", .string("evergreen-emulator")),
        ("cluster_name", .string("\(context.configuration.accountId):evergreen")),
        ("cluster_uuid", .string("EvergreenEmulator00000")),
        (
          "version",
          .object([
            ("number", .string(context.configuration.elasticsearchVersion)), ("build_flavor", .string("oss")),
            ("build_type", .string("tar")), ("build_snapshot", .bool(false)), ("lucene_version", .string("8.7.0")),
            ("minimum_wire_compatibility_version", .string("6.8.0")),
            ("minimum_index_compatibility_version", .string("6.0.0-beta1")),
          ])
        ),
        ("tagline", .string("You Know, for Search")),
      ]))
  }

  func health(_ expression: String?) throws(EmulatedElasticError) -> EmulatedResponse {
    let count = try store.resolve(expression).count
    return EmulatedResponse(
      status: 200,
      json: .object([
        ("cluster_name", .string("\(context.configuration.accountId):evergreen")), ("status", .string("green")),
        ("timed_out", .bool(false)), ("number_of_nodes", .int(1)), ("number_of_data_nodes", .int(1)),
        ("active_primary_shards", .int(count)), ("active_shards", .int(count)), ("relocating_shards", .int(0)),
        ("initializing_shards", .int(0)), ("unassigned_shards", .int(0)), ("delayed_unassigned_shards", .int(0)),
        ("number_of_pending_tasks", .int(0)), ("number_of_in_flight_fetch", .int(0)),
        ("task_max_waiting_in_queue_millis", .int(0)), ("active_shards_percent_as_number", .number("100.0")),
      ]))
  }

  func refresh(_ call: EmulatedElasticCall, _ expression: String?) throws(EmulatedElasticError) -> EmulatedResponse {
    let count = try store.resolve(expression, call.indexOptions).count
    return EmulatedResponse(
      status: 200,
      json: .object([
        ("_shards", .object([("total", .int(count * 2)), ("successful", .int(count)), ("failed", .int(0))]))
      ]))
  }

  func performOnIndex(_ call: EmulatedElasticCall, _ name: String) throws(EmulatedElasticError) -> EmulatedResponse {
    switch call.method {
    case "PUT":
      let body = try call.json()
      for member in body?.members ?? [] where !["settings", "mappings", "aliases"].contains(member.name) {
        throw .parsing("unknown key [\(member.name)] for create index")
      }
      if body?["aliases"]?.members?.isEmpty == false { throw .parsing("aliases are not supported by the emulator") }
      try store.create(
        name, settings: body?["settings"] ?? .object([]), mappings: body?["mappings"] ?? .object([]))
      return EmulatedResponse(
        status: 200,
        json: .object([
          ("acknowledged", .bool(true)), ("shards_acknowledged", .bool(true)), ("index", .string(name)),
        ]))
    case "DELETE":
      store.delete(try store.resolve(name, call.indexOptions).map(\.name))
      return EmulatedResponse(status: 200, json: .object([("acknowledged", .bool(true))]))
    case "HEAD":
      let options = EmulatedElasticStore.Options(ignoresUnavailable: true, allowsNone: true)
      let names = name.split(separator: ",").count
      let found = try store.resolve(name, options).count
      let exists = found > 0 && (name.contains("*") || name == "_all" || found >= names)
      return EmulatedResponse(status: exists ? 200 : 404)
    default:
      let indices = try store.resolve(name, call.indexOptions)
      return EmulatedResponse(status: 200, json: .object(indices.map { ($0.name, Self.description(of: $0)) }))
    }
  }

  private static func description(of index: EmulatedElasticIndex) -> JSON {
    let own = index.settings["index"]?.members ?? index.settings.members ?? []
    let settings = own + [("uuid", .string(index.uuid)), ("provided_name", .string(index.name))]
    return .object([
      ("aliases", .object([])), ("mappings", index.mappings), ("settings", .object([("index", .object(settings))])),
    ])
  }
}
