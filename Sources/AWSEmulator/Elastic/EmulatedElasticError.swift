/// An error of Elasticsearch, as its JSON says it.
struct EmulatedElasticError: Error {
  let status: Int
  let type: String
  let reason: String
  /// Further members of the error.
  var details: [(name: String, value: JSON)] = []

  /// The error object, also as part of a bulk item.
  var cause: JSON { .object([("type", .string(type)), ("reason", .string(reason))] + details) }

  /// The whole response.
  var body: JSON {
    .object([
      (
        "error",
        .object(
          [("root_cause", .array([cause])), ("type", .string(type)), ("reason", .string(reason))] + details)
      ),
      ("status", .int(status)),
    ])
  }

  static func indexNotFound(_ name: String) -> EmulatedElasticError {
    EmulatedElasticError(
      status: 404, type: "index_not_found_exception", reason: "no such index [\(name)]",
      details: [
        ("resource.type", .string("index_or_alias")), ("resource.id", .string(name)), ("index_uuid", .string("_na_")),
        ("index", .string(name)),
      ])
  }

  static func illegalArgument(_ reason: String) -> EmulatedElasticError {
    EmulatedElasticError(status: 400, type: "illegal_argument_exception", reason: reason)
  }

  static func parsing(_ reason: String) -> EmulatedElasticError {
    EmulatedElasticError(status: 400, type: "parsing_exception", reason: reason)
  }

  static func mapperParsing(_ reason: String) -> EmulatedElasticError {
    EmulatedElasticError(status: 400, type: "mapper_parsing_exception", reason: reason)
  }

  static func conflict(_ reason: String, id: String, index: EmulatedElasticIndex) -> EmulatedElasticError {
    EmulatedElasticError(
      status: 409, type: "version_conflict_engine_exception", reason: "[\(id)]: version conflict, \(reason)",
      details: [("index_uuid", .string(index.uuid)), ("shard", .string("0")), ("index", .string(index.name))])
  }
}
