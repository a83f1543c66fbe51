import AWSElasticClient
import Testing

/// What a user writes first needs one import.
struct OneImportTests {
  /// Compiled, and not run: it would look for the credentials of whoever runs the tests.
  private func count(_ index: String) async throws -> Int {
    let es = try await ElasticClient("search-books.ap-northeast-2.es.amazonaws.com")
    try await es.index(index, id: "1", body: ["title": "Evergreen"])
    return try await es.count(index)
  }

  @Test func oneImportIsEnough() {
    let call: (String) async throws -> Int = count
    withExtendedLifetime(call) {}
  }
}
