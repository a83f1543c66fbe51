import AWSElasticClient
import AWSRuntime
import AWSS3Client

/// Catches around the structures of the language: tasks, groups, results, closures, generics, nesting.
let structureWays: [Way] = [
  Way("in a Task") { clients in
    let task = Task<Bool, any Error> {
      var isMissing = false
      do {
        _ = try await clients.s3.get(bucket: "bucket", key: "k")
      } catch let error as S3Error where error.code == .noSuchKey {
        isMissing = true
      }
      return isMissing
    }
    return try await task.value
  },
  Way("around a task group") { clients in
    do {
      try await withThrowingTaskGroup(of: Void.self) { group in
        for key in ["a", "b"] { group.addTask { _ = try await clients.s3.get(bucket: "bucket", key: key) } }
        try await group.waitForAll()
      }
      return false
    } catch let error as S3Error where error.kind == .service {
      return true
    }
  },
  Way("inside the tasks of a group") { clients in
    await withTaskGroup(of: Int.self) { group in
      for id in ["a", "b", "c"] {
        group.addTask {
          do {
            _ = try await clients.es.get("books", id: id)
            return 0
          } catch let error as ElasticError where error.code == .indexNotFound {
            return 1
          } catch {
            return 100
          }
        }
      }
      var sum = 0
      for await one in group { sum += one }
      return sum == 3
    }
  },
  Way("async let") { clients in
    do {
      async let first = clients.s3.get(bucket: "bucket", key: "a")
      async let second = clients.es.get("books", id: "1")
      _ = try await (first, second)
      return false
    } catch let error as any AWSServiceError where error.statusCode == 404 {
      return true
    }
  },
  Way("the result of a task") { clients in
    let task = Task { try await clients.unreachableS3.get(bucket: "bucket", key: "k") }
    switch await task.result {
    case .success: return false
    case .failure(let error as S3Error) where error.kind == .transport: return true
    case .failure: return false
    }
  },
  Way("Result and get") { clients in
    func result() async -> Result<[UInt8], any Error> {
      do { return .success(try await clients.s3.get(bucket: "bucket", key: "k")) } catch { return .failure(error) }
    }
    do {
      _ = try await result().get()
      return false
    } catch let error as S3Error where error.code == .noSuchKey {
      return true
    }
  },
  Way("a closure that rethrows, with a value from outside") { clients in
    func twice<Value>(_ body: () async throws -> Value) async rethrows -> Value {
      _ = try? await body()
      return try await body()
    }
    var calls = 0
    do {
      _ = try await twice {
        calls += 1
        return try await clients.es.count("books")
      }
      return false
    } catch let error as ElasticError where error.code == .indexNotFound {
      return calls == 2
    }
  },
  Way("a closure with a typed throw") { clients in
    func typed() async throws(S3Error) -> [UInt8] {
      do {
        return try await clients.s3.get(bucket: "bucket", key: "k")
      } catch let error as S3Error {
        throw error
      } catch {
        return []
      }
    }
    do throws(S3Error) {
      _ = try await typed()
      return false
    } catch {
      return error.code == .noSuchKey
    }
  },
  Way("a generic function over the type of the error") { clients in
    func error<Failure: Error>(_ type: Failure.Type, _ body: () async throws -> Void) async -> Failure? {
      do {
        try await body()
        return nil
      } catch let error as Failure {
        return error
      } catch {
        return nil
      }
    }
    let error = await error(ElasticError.self) { try await clients.es.refresh("books") }
    return error?.code == .indexNotFound
  },
  Way("nested, rethrown and caught outside, with defer") { clients in
    var steps: [Int] = []
    do {
      defer { steps.append(2) }
      do {
        _ = try await clients.s3.get(bucket: "bucket", key: "k")
      } catch let error as S3Error where error.code == .noSuchBucket {
        steps.append(0)
      } catch let error as S3Error {
        steps.append(1)
        throw error
      }
    } catch let error as S3Error where error.code == .noSuchKey {
      steps.append(3)
    }
    return steps == [1, 2, 3]
  },
  Way("an actor's method with a dictionary") { clients in
    actor Counter {
      var counts: [String: Int] = [:]
      func load(_ keys: [String], from s3: S3Client) async throws -> [String: Int] {
        for key in keys {
          do {
            _ = try await s3.get(bucket: "bucket", key: key)
          } catch let error as S3Error where error.code == .noSuchKey {
            counts[error.code.rawValue, default: 0] += 1
          }
        }
        return counts
      }
    }
    return try await Counter().load(["a", "b"], from: clients.s3) == ["NoSuchKey": 2]
  },
  Way("in an AsyncStream's consumer") { clients in
    let ids = AsyncStream<String> { stream in
      for id in ["a", "b"] { stream.yield(id) }
      stream.finish()
    }
    var missing = 0
    for await id in ids {
      do {
        _ = try await clients.es.get("books", id: id)
      } catch let error as ElasticError where error.statusCode == 404 {
        missing += 1
      }
    }
    return missing == 2
  },
]
