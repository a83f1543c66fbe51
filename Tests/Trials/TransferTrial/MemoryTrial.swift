import AWSCredentials
import AWSS3Client
import Benchmarking

/// The memory of a process that uploads content of unknown length, and downloads it again.
struct MemoryTrial: Trial {
  private static let partSize: Int64 = 8 << 20
  private static let concurrency = 8
  /// The parts in flight, and 64 MiB for everything else: the program itself, the connections, and the download.
  private static let bound = Int(partSize) * concurrency + 64 << 20

  let server: TrialServer
  let arguments: Arguments

  func perform() async throws {
    let size = arguments.scaled(2 << 30)
    let client = server.client()
    let sent = SharedDigest()
    let content = TrialContent(size: size, seed: arguments.seed, hashed: sent)
    let options = S3.UploadOptions(partSize: Self.partSize, concurrency: Self.concurrency)
    let start = ContinuousClock.now
    let output = try await client.upload(content, bucket: server.bucket, key: "large", options: options)
    let uploaded = ContinuousClock.now
    let afterUpload = ResidentMemory.peak

    let object = try await client.getObject(S3.GetObjectInput(bucket: server.bucket, key: "large"))
    var received = TrialDigest()
    for try await chunk in object.body { received.add(chunk) }
    let downloaded = ContinuousClock.now
    let peak = ResidentMemory.peak

    let expected = sent.value
    print("memory: \(size >> 20) MiB of unknown length, \(Self.concurrency) parts of 8 MiB at once")
    print("  uploaded: \(output.parts) parts, \(rate(size, uploaded - start)), SHA-256 \(expected.text)")
    print("  downloaded: \(rate(size, downloaded - uploaded)), SHA-256 \(received.text)")
    print(
      "  VmHWM: \(afterUpload >> 10) KiB after the upload, \(peak >> 10) KiB after the download; bound \(Self.bound >> 10) KiB"
    )
    try demand(expected.count == size && received.count == size, "\(received.count) bytes arrived, not \(size)")
    try demand(received.text == expected.text, "what was downloaded is not what was uploaded")
    try demand(peak > 0, "this system does not tell the memory of a process: run the trial on Linux")
    try demand(
      peak < Self.bound, "the process had \(peak >> 10) KiB of memory, and \(Self.bound >> 10) KiB are the bound")
  }

  private func rate(_ size: Int64, _ time: Duration) -> String {
    "\(Int(Double(size >> 20) / (time / .seconds(1)))) MiB/s"
  }
}
