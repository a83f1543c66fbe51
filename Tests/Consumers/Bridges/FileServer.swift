import AWSS3Client
import Hummingbird

/// A server whose requests and responses are streamed into S3 and out of it.
struct FileServer {
  let s3: S3Client

  func addRoutes(to router: Router<BasicRequestContext>) {
    router.put("files/:key") { request, context in
      try await s3.put(
        request.body, headers: request.headers, bucket: "files", key: try context.parameters.require("key"))
      return HTTPResponse.Status.created
    }
    router.get("files/:key") { _, context in
      let object = try await s3.getObject(
        S3.GetObjectInput(bucket: "files", key: try context.parameters.require("key")))
      return Response(status: .ok, body: ResponseBody(asyncSequence: object.buffers))
    }
    router.get("small/:key") { _, context in
      let buffer = try await s3.get(
        bucket: "files", key: try context.parameters.require("key"), as: ByteBuffer.self, upTo: 1024)
      return Response(status: .ok, body: ResponseBody(byteBuffer: buffer))
    }
    router.get("text/:key") { _, context in
      try await s3.get(bucket: "files", key: try context.parameters.require("key"), as: String.self)
    }
  }
}
