import AWSCore
import AWSCredentials
import AWSRuntime
import AWSS3Client
import ArgumentParser

/// The transfer of one file, object or stream.
extension S3Transfer {
  /// Transfers what the line names.
  ///
  /// - Parameter expectedSize: How many bytes the standard input will have; `nil` if that is not known.
  func single(expectedSize: Int64?) async throws -> S3Status {
    switch (source, target) {
    case (.stream, .objects(let url)):
      return try await stream(StandardInputChunks(), to: try named(url, for: "the standard input"), expectedSize)
    case (.local(let path), .objects(let url)): return try await uploadFile(path, to: url)
    case (.objects(let url), .stream): return try await download(url, "-", into: FileDescriptor(1, closes: false))
    case (.objects(let url), .local(let path)): return try await downloadObject(url, to: path)
    case (.objects(let from), .objects(let to)): return try await copyObject(from, to: to)
    default: throw ValidationError("One of the two places has to be in S3, as s3://bucket/key.")
    }
  }

  private func named(_ url: S3URL, for what: String) throws(ValidationError) -> S3URL {
    guard !url.lastPart.isEmpty else {
      throw ValidationError("'\(url.text)' names no object, and \(what) has no name of its own: write the whole key.")
    }
    return url
  }

  /// Does one transfer and says what came of it.
  private func report(
    _ verb: Verb, _ from: String, _ to: String, _ work: (S3.TransferProgress) async throws -> Void
  ) async throws -> S3Status {
    let progress = S3.TransferProgress()
    return try await lines.showing(progress) {
      do {
        if !options.isDryRun { try await work(progress) }
        done(verb, from, to)
      } catch let error where !(error is CancellationError) && !(error is StreamError) {
        failed(verb, from, to, error)
      }
      return lines.status
    }
  }

  // MARK: - Up

  private func uploadFile(_ path: String, to url: S3URL) async throws -> S3Status {
    let file = FilePath(path)
    guard let status = FileStatus(file) else { throw S3LocalFailure.missing(path) }
    let name = String(decoding: file.lastPart, as: UTF8.self)
    switch status.kind {
    case .directory:
      throw ValidationError("'\(path.printable(limit: 200))' is a directory: add --recursive to copy what is in it.")
    case .socket: throw ValidationError("'\(path.printable(limit: 200))' is a socket, which has no content.")
    case .regular, .other: break
    }
    let target = url.lastPart.isEmpty ? S3URL(bucket: url.bucket, key: url.key + name) : url
    guard filter.includes(name) else { return .success }
    if status.kind == .other {
      guard !moves else {
        throw ValidationError("'\(path.printable(limit: 200))' is a pipe or device, which cannot be moved.")
      }
      return try await stream(StandardInputChunks(file), to: target, nil)
    }
    return try await report(.upload, LocalDisplay.file(at: path), target.text) { progress in
      var input = S3.PutObjectInput(bucket: target.bucket, key: target.key)
      settings.apply(to: &input, path: path)
      if options.keepsExisting { input.condition = .ifAbsent }
      try await client.upload(file: path, input, options: upload(), progress: progress)
      if moves { try removeFile(file) }
    }
  }

  private func removeFile(_ path: FilePath) throws {
    guard let code = path.remove() else { return }
    throw S3LocalFailure(
      description: "The file was copied, but \(path.shown) cannot be deleted: \(FileReason(code)).")
  }

  private func stream(_ chunks: StandardInputChunks, to url: S3URL, _ expectedSize: Int64?) async throws -> S3Status {
    // Parts that are large enough for 10,000 of them.
    let partSize = max(8 << 20, expectedSize.map { (($0 / 10_000 + (1 << 20)) >> 20) << 20 } ?? 0)
    return try await report(.upload, "-", url.text) { progress in
      var input = S3.PutObjectInput(
        bucket: url.bucket, key: url.key, body: AWSHTTPBody(stream: chunks, length: .unknown))
      settings.apply(to: &input, path: url.key)
      if options.keepsExisting { input.condition = .ifAbsent }
      try await client.upload(input, options: upload(partSize: partSize), progress: progress)
    }
  }

  // MARK: - Down

  private func downloadObject(_ url: S3URL, to path: String) async throws -> S3Status {
    let name = url.lastPart
    guard !url.key.isEmpty, !name.isEmpty else {
      throw ValidationError("'\(url.text)' names no object: write its whole key, or add --recursive for all below it.")
    }
    guard filter.includes(name) else { return .success }
    let status = FileStatus(FilePath(path))
    let isFolder = status?.kind == .directory || path.hasSuffix("/")
    if isFolder, name == "." || name == ".." || name.utf8.contains(0) {
      throw ValidationError("'\(name.printable())' is no name for a file: write the path of the file that it is to be.")
    }
    let file = isFolder ? (path.hasSuffix("/") ? path : path + "/") + name : path
    if status?.kind == .other {
      guard !moves else {
        throw ValidationError("'\(path.printable(limit: 200))' is a pipe or device, which nothing is moved to.")
      }
      return try await download(url, path.asLine, into: try output(FilePath(path)))
    }
    if options.keepsExisting, FileStatus(notFollowing: FilePath(file)) != nil { return .success }
    return try await report(.download, url.text, LocalDisplay.file(at: file)) { progress in
      let parent = FilePath(file).parent
      // The directory of the path is that of whoever runs this, links and all.
      if !parent.bytes.isEmpty { try await LocalDirectory.create(String(decoding: parent.bytes, as: UTF8.self)) }
      var input = S3.GetObjectInput(bucket: url.bucket, key: url.key)
      settings.apply(to: &input)
      try await client.download(input, toFile: file, options: download, progress: progress)
      if moves { try await client.delete(bucket: url.bucket, key: url.key) }
    }
  }

  private func output(_ path: FilePath) throws -> FileDescriptor {
    if let number = (path.followingLinks() ?? path).descriptor, OpenDescriptors.atStart.contains(number) {
      return FileDescriptor(number, closes: false)
    }
    do throws(FileDescriptor.Failure) {
      return try FileDescriptor(path, FileDescriptor.writing)
    } catch {
      throw S3LocalFailure(description: "The file \(path.shown) cannot be written: \(FileReason(error.code)).")
    }
  }

  private func download(_ url: S3URL, _ target: String, into descriptor: FileDescriptor) async throws -> S3Status {
    guard !url.lastPart.isEmpty else {
      throw ValidationError("'\(url.text)' names no object: write its whole key.")
    }
    return try await report(.download, url.text, target) { progress in
      var input = S3.GetObjectInput(bucket: url.bucket, key: url.key)
      settings.apply(to: &input)
      try await S3Output.write(input, client: client, into: descriptor, progress)
    }
  }

  // MARK: - Within S3

  private func copyObject(_ from: S3URL, to url: S3URL) async throws -> S3Status {
    guard !from.key.isEmpty, !from.lastPart.isEmpty || !url.lastPart.isEmpty else {
      throw ValidationError("'\(from.text)' names no object: write its whole key, or add --recursive for all below it.")
    }
    let to = url.lastPart.isEmpty ? S3URL(bucket: url.bucket, key: url.key + from.lastPart) : url
    guard filter.includes(from.lastPart) else { return .success }
    if moves, from == to {
      throw ValidationError("'\(from.text)' cannot be moved onto itself: it would be deleted.")
    }
    return try await report(.copy, from.text, to.text) { progress in
      var input = S3.CopyObjectInput(
        bucket: to.bucket, copySource: S3.CopySource(bucket: from.bucket, key: from.key), key: to.key)
      settings.apply(to: &input)
      if options.keepsExisting { input.condition = .ifAbsent }
      try await client.copy(input, options: copy, progress: progress)
      if moves { try await client.delete(bucket: from.bucket, key: from.key) }
    }
  }
}

/// The content of objects, written to standard output or to what stands for it.
enum S3Output {
  static func write(
    _ input: S3.GetObjectInput, client: S3Client, into descriptor: FileDescriptor,
    _ progress: S3.TransferProgress? = nil
  ) async throws {
    try await client.download(input, progress: progress) { chunk in
      do {
        try await BlockingCall.run { try descriptor.write(chunk) }
      } catch let error as FileDescriptor.Failure {
        throw StreamError(action: "write the content of the object", code: error.code)
      }
    }
  }
}
