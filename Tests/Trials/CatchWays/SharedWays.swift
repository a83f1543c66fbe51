import AWSElasticClient
import AWSRuntime
import AWSS3Client

let sharedWays: [Way] = [
  Way("any AWSServiceError") { clients in
    do {
      _ = try await clients.s3.get(bucket: "bucket", key: "k")
      return false
    } catch let error as any AWSServiceError {
      return error.errorCode == "NoSuchKey" && error.statusCode == 404
    }
  },
  Way("any AWSServiceError where kind, beside for, var and defer") { clients in
    var count = 0
    for _ in 0..<2 {
      defer { count += 10 }
      do {
        _ = try await clients.unreachableES.info()
        try await clients.unreachableS3.delete(bucket: "bucket", key: "k")
      } catch let error as any AWSServiceError where error.kind == .transport {
        count += 1
      }
    }
    return count == 22
  },
  Way("any AWSServiceError where isRetryable") { clients in
    do {
      _ = try await clients.unreachableS3.listBuckets()
      return false
    } catch let error as any AWSServiceError where error.isRetryable {
      return error.retryAfter == nil && !error.isThrottled
    }
  },
  Way("both clients in one do") { clients in
    do {
      try await clients.es.refresh("books")
      _ = try await clients.s3.get(bucket: "bucket", key: "k")
      return false
    } catch let error as S3Error where error.code == .noSuchKey {
      return false
    } catch let error as ElasticError where error.code == .indexNotFound {
      return true
    } catch is CancellationError {
      return false
    }
  },
  Way("CancellationError, which is none of them") { clients in
    let task = Task {
      unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
      do {
        _ = try await clients.s3.get(bucket: "bucket", key: "k")
        return false
      } catch is any AWSServiceError {
        return false
      } catch is CancellationError {
        return true
      }
    }
    return try await task.value
  },
  Way("switch over any error") { clients in
    do {
      try await clients.es.deleteIndex("books")
      return false
    } catch {
      switch error {
      case let error as S3Error where error.kind == .service: return false
      case let error as ElasticError where error.kind == .service: return error.code == .indexNotFound
      case is CancellationError: return false
      default: return false
      }
    }
  },
  Way("if and guard with as?") { clients in
    do {
      _ = try await clients.s3.get(bucket: "bucket", key: "k")
      return false
    } catch {
      guard let error = error as? S3Error, error.code == .noSuchKey else { return false }
      if let shared = error as (any AWSServiceError)?, shared.errorKind == .service { return true }
      return false
    }
  },
]
