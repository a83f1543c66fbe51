import AWSS3Client

/// The gateway is killed in the middle of an upload, and brought back.
struct KilledServerTrial: Trial {
  let server: TrialServer
  let arguments: Arguments

  func perform() async throws {
    let upload = InterruptedUpload(server: server, size: InterruptedUpload.size(arguments), seed: arguments.seed)
    print("killed-server: \(upload.size >> 20) MiB")
    let token = try await upload.begin()
    let failure = try await upload.uploadToTheMiddle(token) { try await server.kill() }
    print("  the upload failed: \(failure)")
    try await server.restart()
    try demand(failure is S3Error, "the upload should fail with an S3Error")
    try await upload.resume(token)
    try await server.demandObject(token.key, is: upload.content)
  }
}
