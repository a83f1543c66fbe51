import AWSElasticClient
import AWSRuntime
import AWSS3Client
import Hummingbird

/// Notes: their text in S3, what can be searched in Elasticsearch. It is given its clients and knows nothing of
/// credentials, endpoints or rotation, so that a test can give it others.
struct NoteService: Sendable {
  private static let index = "notes"

  struct Note: ResponseCodable {
    var id: String
    var text: String
  }

  private struct Entry: Codable {
    var words: String
  }

  let bucket: String
  let s3: S3Client
  let elastic: ElasticClient

  func addRoutes(to router: Router<BasicRequestContext>) {
    router.get("health") { _, _ in "ok" }
    router.put("notes/:id") { request, context in
      let id = try context.parameters.require("id")
      let text = String(buffer: try await request.body.collect(upTo: 64 * 1024))
      try await put(Note(id: id, text: text))
      return HTTPResponse.Status.created
    }
    router.get("notes/:id") { _, context in try await note(try context.parameters.require("id")) }
    router.get("search") { request, _ in
      try await search(try request.uri.queryParameters.require("word"))
    }
  }

  private func put(_ note: Note) async throws {
    _ = try await s3.put(note.text, bucket: bucket, key: note.id)
    try await elastic.index(Self.index, id: note.id, document: Entry(words: note.text))
    try await elastic.refresh(Self.index)
  }

  private func note(_ id: String) async throws -> Note {
    do {
      return Note(id: id, text: try await s3.get(bucket: bucket, key: id, as: String.self))
    } catch let error as S3Error where error.code == .noSuchKey {
      throw HTTPError(.notFound, message: "there is no note '\(id)'")
    }
  }

  private func search(_ word: String) async throws -> [String] {
    let found = try await elastic.search(
      Self.index, body: ["query": ["match": ["words": word]]], as: Entry.self)
    return found.hits.map(\.id).sorted()
  }
}
