import AWSS3Client

// Only the client's module is imported here: what is used of its errors has to be visible with that.

let s3Ways: [Way] = [
  Way("catch let error as S3Error") { clients in
    do {
      _ = try await clients.s3.get(bucket: "bucket", key: "k")
      return false
    } catch let error as S3Error {
      return error.code == .noSuchKey
    }
  },
  Way("where code, beside for and var") { clients in
    var missing = 0
    for key in ["a", "b", "c"] {
      do {
        _ = try await clients.s3.get(bucket: "bucket", key: key)
      } catch let error as S3Error where error.code == .noSuchKey {
        missing += 1
      }
    }
    return missing == 3
  },
  Way("where kind") { clients in
    do {
      try await clients.unreachableS3.delete(bucket: "bucket", key: "k")
      return false
    } catch let error as S3Error where error.kind == .transport {
      return error.attempts == 1
    }
  },
  Way("where one of several codes") { clients in
    do {
      _ = try await clients.s3.head(bucket: "bucket", key: "k")
      return false
    } catch let error as S3Error where [.noSuchKey, .notFound, .noSuchBucket].contains(error.code) {
      return true
    }
  },
  Way("where isNotFound, then any S3Error, then any error") { clients in
    do {
      _ = try await clients.s3.get(bucket: "bucket", key: "k")
      return false
    } catch let error as S3Error where error.isNotFound {
      return true
    } catch is S3Error {
      return false
    } catch {
      return false
    }
  },
  Way("is S3Error") { clients in
    do {
      try await clients.s3.put("x", bucket: "bucket", key: "k")
      return false
    } catch is S3Error {
      return true
    }
  },
  Way("switch over the code") { clients in
    do {
      _ = try await clients.s3.get(bucket: "bucket", key: "k")
      return false
    } catch let error as S3Error {
      switch error.code {
      case .noSuchBucket: return false
      case .noSuchKey: return true
      default: return false
      }
    }
  },
  Way("switch over the kind") { clients in
    do {
      _ = try await clients.unreachableS3.get(bucket: "bucket", key: "k")
      return false
    } catch let error as S3Error {
      switch error.kind {
      case .service, .rejectedCredentials: return false
      case .transport: return true
      default: return false
      }
    }
  },
  Way("defer, var and a loop around a condition") { clients in
    var log: [String] = []
    for key in ["a", "b"] {
      log.append(key)
      defer { log.append("done") }
      do {
        for try await object in clients.s3.objects(in: "bucket", prefix: key) { log.append(object.key) }
      } catch let error as S3Error where error.statusCode == 404 {
        log.append("missing")
      }
    }
    return log == ["a", "missing", "done", "b", "missing", "done"]
  },
  Way("two patterns in one catch") { clients in
    do {
      _ = try await clients.unreachableS3.head(bucket: "bucket", key: "k")
      return false
    } catch let error as S3Error where error.code == .noSuchKey, let error as S3Error where error.kind == .transport {
      return !error.message.isEmpty
    }
  },
]
