import AWSElasticClient

// Only the client's module is imported here: what is used of its errors has to be visible with that.

let elasticWays: [Way] = [
  Way("catch let error as ElasticError") { clients in
    do {
      _ = try await clients.es.get("books", id: "1")
      return false
    } catch let error as ElasticError {
      return error.code == .indexNotFound
    }
  },
  Way("where code, beside for and var") { clients in
    var missing: [String] = []
    for id in ["a", "b", "c"] {
      do {
        _ = try await clients.es.get("books", id: id)
      } catch let error as ElasticError where error.code == .indexNotFound {
        missing.append(id)
      }
    }
    return missing.count == 3
  },
  Way("where kind") { clients in
    do {
      try await clients.unreachableES.index("books", id: "1", body: ["a": 1])
      return false
    } catch let error as ElasticError where error.kind == .transport {
      return true
    }
  },
  Way("where the server's type") { clients in
    do {
      _ = try await clients.es.search("books", body: ["query": ["match_all": [:]]])
      return false
    } catch let error as ElasticError where error.type == "index_not_found_exception" {
      return true
    }
  },
  Way("is ElasticError, with a loop and continue") { clients in
    var tries = 0
    attempts: for _ in 1...3 {
      do {
        _ = try await clients.es.count("books")
      } catch is ElasticError {
        tries += 1
        continue attempts
      }
    }
    return tries == 3
  },
  Way("switch over the code") { clients in
    do {
      try await clients.es.deleteIndex("books")
      return false
    } catch let error as ElasticError {
      switch error.code {
      case .conflict, .throttled: return false
      case .indexNotFound: return true
      default: return false
      }
    }
  },
  Way("a bulk call with a condition, beside a loop that fills an array") { clients in
    var actions: [BulkAction] = []
    for number in 0..<3 { actions.append(.index(id: "\(number)", document: ["n": number])) }
    do {
      _ = try await clients.es.bulk(actions, index: "books")
      return false
    } catch let error as ElasticError where error.partialReport != nil {
      return true
    } catch let error as ElasticError {
      return error.code == .indexNotFound
    }
  },
  Way("while true with break") { clients in
    var count = 0
    while true {
      do {
        _ = try await clients.unreachableES.exists("books", id: "1")
      } catch let error as ElasticError where error.isRetryable && count < 2 {
        count += 1
        continue
      } catch {
        break
      }
    }
    return count == 2
  },
]
