import AWSS3Client
import HTTPTypes

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension LiveCheck {
  private static let other = S3.ETag("00000000000000000000000000000000")
  private static let past = Date(timeIntervalSince1970: 1_000_000_000)
  private static let future = Date(timeIntervalSince1970: 2_000_000_000)

  /// Reads and writes under a condition.
  static let conditions = conditionalReads + conditionalWrites

  private static let conditionalReads =
    [
      LiveCheck("a read under If-Match of the current tag succeeds") { store in
        let tag = try await store.put("x", "k").etag
        try demand(try await store.text("k", conditions: .init(ifMatch: tag)), is: "x", "the content")
        _ = try await store.head("k", conditions: .init(ifMatch: tag))
      },
      LiveCheck("a read under If-Match of any tag succeeds") { store in
        try await store.put("x", "k")
        try demand(try await store.text("k", conditions: .init(ifMatch: .any)), is: "x", "the content")
      },
      LiveCheck("a read under If-None-Match of another tag succeeds") { store in
        try await store.put("x", "k")
        try demand(try await store.text("k", conditions: .init(ifNoneMatch: other)), is: "x", "the content")
      },
    ]
    + unmetConditions.flatMap { condition in
      [
        LiveCheck("a read under \(condition.name) is refused with \(condition.status)") { store in
          let tag = try await store.put("x", "k").etag
          try await demandRefusal(condition.status, condition.code) {
            _ = try await store.text("k", conditions: condition.conditions(tag))
          }
        },
        LiveCheck("a HEAD under \(condition.name) is refused with \(condition.status)") { store in
          let tag = try await store.put("x", "k").etag
          try await demandRefusal(condition.status, condition.code) {
            _ = try await store.head("k", conditions: condition.conditions(tag))
          }
        },
      ]
    }

  private struct Unmet: Sendable {
    let name: String
    let status: Int
    let code: S3Error.Code
    /// The conditions for an object with this tag.
    let conditions: @Sendable (S3.ETag?) -> S3.ReadConditions
  }

  private static let unmetConditions = [
    Unmet(name: "If-Match of another tag", status: 412, code: .preconditionFailed) { _ in .init(ifMatch: other) },
    Unmet(name: "If-None-Match of the current tag", status: 304, code: .notModified) { .init(ifNoneMatch: $0) },
    Unmet(name: "If-Modified-Since of the future", status: 304, code: .notModified) { _ in
      .init(ifModifiedSince: future)
    },
    Unmet(name: "If-Unmodified-Since of the past", status: 412, code: .preconditionFailed) { _ in
      .init(ifUnmodifiedSince: past)
    },
  ]

  private static let conditionalWrites = [
    LiveCheck("a write under If-None-Match creates an object") { store in
      try await store.put("x", "k", condition: .ifAbsent)
      try demand(try await store.text("k"), is: "x", "the content")
    },
    LiveCheck("a write under If-None-Match replaces nothing") { store in
      try await store.put("old", "k")
      try await demandRefusal(412, .preconditionFailed) { try await store.put("new", "k", condition: .ifAbsent) }
      try demand(try await store.text("k"), is: "old", "the content")
    },
    LiveCheck("of 8 writers under If-None-Match one wins") { store in
      let winners = try await withThrowingTaskGroup(of: String?.self) { group in
        for number in 0..<8 {
          group.addTask {
            do {
              try await store.put("writer \(number)", "k", condition: .ifAbsent)
              return "writer \(number)"
            } catch let error as S3Error
              where error.code == .preconditionFailed || error.code == .conditionalRequestConflict
            {
              return nil
            }
          }
        }
        return try await group.reduce(into: [String]()) { if let winner = $1 { $0.append(winner) } }
      }
      try demand(winners.count, is: 1, "the number of winners")
      try demand(try await store.text("k"), is: winners[0], "the content")
    },
    LiveCheck("a write under If-Match of the current tag succeeds") { store in
      let tag = try await store.currentTag("k")
      try await store.put("new", "k", condition: .ifMatch(tag))
      try demand(try await store.text("k"), is: "new", "the content")
    },
    LiveCheck("a write under If-Match of another tag is refused") { store in
      _ = try await store.currentTag("k")
      try await demandRefusal(412, .preconditionFailed) { try await store.put("new", "k", condition: .ifMatch(other)) }
      try demand(try await store.text("k"), is: "old", "the content")
    },
    LiveCheck("a write under If-Match of an object that does not exist is refused") { store in
      try await demandRefusal(404, .noSuchKey) { try await store.put("new", "absent", condition: .ifMatch(other)) }
    },
    LiveCheck("a deletion under If-Match of another tag is refused") { store in
      _ = try await store.currentTag("k")
      try await demandRefusal(412, .preconditionFailed) { try await store.delete("k", ifMatch: other) }
      try demand(try await store.text("k"), is: "old", "the content")
    },
    LiveCheck("a deletion under If-Match of the current tag succeeds") { store in
      try await store.delete("k", ifMatch: store.currentTag("k"))
      try await demandRefusal(404, .notFound) { _ = try await store.head("k") }
    },
    LiveCheck("a copy under conditions of its source succeeds") { store in
      let tag = try await store.currentTag("source")
      try await store.copy("source", to: "k", sourceConditions: .init(ifMatch: tag, ifUnmodifiedSince: future))
      try demand(try await store.text("k"), is: "old", "the content")
    },
    LiveCheck("a copy of a source with another tag is refused") { store in
      _ = try await store.currentTag("source")
      try await demandRefusal(412, .preconditionFailed) {
        try await store.copy("source", to: "k", sourceConditions: .init(ifMatch: other))
      }
    },
    LiveCheck("a copy of a source with the tag of If-None-Match is refused") { store in
      let tag = try await store.currentTag("source")
      try await demandRefusal(412, .preconditionFailed) {
        try await store.copy("source", to: "k", sourceConditions: .init(ifNoneMatch: tag))
      }
    },
    LiveCheck("a copy under If-None-Match replaces nothing") { store in
      _ = try await store.currentTag("source")
      try await store.put("target", "k")
      try await demandRefusal(412, .preconditionFailed) {
        try await store.copy("source", to: "k", condition: .ifAbsent)
      }
      try demand(try await store.text("k"), is: "target", "the content")
    },
  ]
}

extension LiveStore {
  /// Writes an object and returns its tag.
  fileprivate func currentTag(_ key: String) async throws -> S3.ETag {
    guard let tag = try await put("old", key).etag else { throw LiveDifference("the write gives no entity tag") }
    return tag
  }
}
