import AWSElasticClient
import Foundation

enum Shelf: String, JSONConvertible {
  case top, bottom

  var jsonValue: JSONValue { .string(rawValue) }
}

/// Literals hold variables, and bulk actions are written as the client's calls are.
func checkDocuments(_ es: ElasticClient) async throws {
  let (title, year, price, pages): (String, Int, Double, Int?) = ("Evergreen", 2026, 12.5, nil)
  let tags = ["tree", "cloud"]
  try await es.index(
    "books", id: "1",
    body: [
      "title": title, "year": year, "price": price, "pages": pages, "isNew": true, "shelf": Shelf.top,
      "added": Date(timeIntervalSince1970: 0), "tags": JSONValue(tags), "sizes": [year, price, nil, title],
    ])
  try await es.index("books", id: "2", body: .json(Data(#"{"title":"Other","year":1}"#.utf8)))
  let report = try await es.bulk([
    .index("books", id: "3", document: Book(title: title, year: year)),
    .create("books", id: "4", body: ["title": title, "year": year]),
    .update("books", id: "4", .doc(["year": year + 1])),
    .delete("books", id: "2"),
  ])
  try expect(report.isSuccess, "bulk")
  try await es.refresh("books")
  let query: JSONValue = ["match": ["title": title]]
  let found = try await es.search("books", body: ["query": query, "size": year], as: Book.self)
  try expect(found.sources.map(\.year).sorted() == [2026, 2026, 2027], "search")
  let stored = try await es.get("books", id: "1").source
  try expect(stored?["shelf"] == "top" && stored?["pages"] == .null && stored?["tags"]?[1] == "cloud", "literals")
  try expect(stored?["sizes"] == [2026, 12.5, nil, "Evergreen"], "an array with values of several types")
}
