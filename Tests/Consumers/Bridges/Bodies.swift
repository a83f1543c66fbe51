import AWSS3Client
import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// What a program holds is written and read as it is.
func checkBodies(_ s3: S3Client, _ client: HTTPClient) async throws {
  let data = Data([0, 255])
  try await s3.put("text", bucket: "files", key: "text")
  try await s3.put("a text".dropFirst(2), bucket: "files", key: "part")
  try await s3.put([UInt8]("bytes".utf8), bucket: "files", key: "bytes")
  try await s3.put(data, bucket: "files", key: "data")
  try await s3.put(ByteBuffer(string: "buffer"), bucket: "files", key: "buffer")
  try await s3.putObject(S3.PutObjectInput(bucket: "files", key: "note", body: data, metadata: ["kind": "note"]))
  try expect(try await s3.get(bucket: "files", key: "text", as: String.self) == "text", "String")
  try expect(try await s3.get(bucket: "files", key: "part", as: Substring.self) == "text", "Substring")
  try expect(try await s3.get(bucket: "files", key: "bytes") == [UInt8]("bytes".utf8), "[UInt8]")
  try expect(try await s3.get(bucket: "files", key: "data", as: Data.self) == data, "Data")
  try expect(
    try await s3.get(bucket: "files", key: "buffer", as: ByteBuffer.self) == ByteBuffer(string: "buffer"), "ByteBuffer")
  do {
    _ = try await s3.get(bucket: "files", key: "data", as: String.self)
    throw Failure(what: "bytes that are not UTF-8 became a String")
  } catch let error as S3Error where error.code == .contentNotConvertible {}

  // A body that was received is sent on, and a copy is made of an object.
  let link = try await s3.presignGet(bucket: "files", key: "data", expiresIn: .seconds(60))
  let url = try require(link.foundationURL)
  let response = try await client.execute(HTTPClientRequest(url: url.absoluteString), timeout: .seconds(10))
  try await s3.put(response.body, headers: response.headers, bucket: "files", key: "received")
  let object = try await s3.getObject(S3.GetObjectInput(bucket: "files", key: "received"))
  try await s3.put(object.body, bucket: "files", key: "copy")
  let copy = try await s3.getObject(S3.GetObjectInput(bucket: "files", key: "copy"))
  try expect(try await copy.collect(as: Data.self) == data, "a copy")

  var size = 0
  let stream = try await s3.getObject(S3.GetObjectInput(bucket: "files", key: "copy"))
  for try await chunk in stream.chunks(as: Data.self) { size += chunk.count }
  try expect(size == 2, "chunks of Data")

  // An object is the body of a request.
  let source = try await s3.getObject(S3.GetObjectInput(bucket: "files", key: "copy"))
  let target = try await s3.presignPut(bucket: "files", key: "sent", expiresIn: .seconds(60))
  var request = HTTPClientRequest(url: target.url)
  request.method = .PUT
  request.body = .stream(source.buffers, length: .known(try require(source.attributes.contentLength)))
  let sent = try await client.execute(request, timeout: .seconds(10))
  try expect(sent.status == .ok, "an object as the body of a request")

  let file = FileManager.default.temporaryDirectory.appending(path: "evergreen-\(UUID().uuidString)")
  try await s3.download(bucket: "files", key: "sent", toFile: file)
  defer { try? FileManager.default.removeItem(at: file) }
  try await s3.put(file: file, bucket: "files", key: "file")
  try expect(try await s3.get(bucket: "files", key: "file", as: Data.self) == data, "a file's URL")
}
