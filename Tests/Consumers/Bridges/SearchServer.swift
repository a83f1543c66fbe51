import AWSElasticClient
import Hummingbird

struct Book: ResponseCodable, Equatable {
  var title: String
  var year: Int
}

/// A server that searches for what its requests say.
struct SearchServer {
  let es: ElasticClient

  func addRoutes(to router: Router<BasicRequestContext>) {
    router.get("search") { request, _ in
      let parameters = request.uri.queryParameters
      let year = parameters.get("since", as: Int.self)
      let found = try await es.search(
        "books",
        body: [
          "query": [
            "bool": [
              "must": [["match": ["title": parameters["title"]]], ["range": ["year": ["gte": year]]]]
            ]
          ],
          "size": parameters.get("size", as: Int.self) ?? 10,
        ], as: Book.self)
      return found.sources
    }
    router.put("books/:id") { request, context in
      let body = try await request.body.collect(upTo: 1024)
      try await es.index("books", id: try context.parameters.require("id"), body: .json(body))
      try await es.refresh("books")
      return HTTPResponse.Status.created
    }
  }
}
