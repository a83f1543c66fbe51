/// An error of S3, as its XML says it.
struct EmulatedS3Error: Error {
  let status: Int
  let code: String
  let message: String
  /// Further elements of the XML.
  var details: [(name: String, value: String)] = []

  static func noSuchBucket(_ bucket: String) -> EmulatedS3Error {
    EmulatedS3Error(
      status: 404, code: "NoSuchBucket", message: "The specified bucket does not exist",
      details: [("BucketName", bucket)])
  }

  static func noSuchKey(_ key: ByteKey) -> EmulatedS3Error {
    EmulatedS3Error(
      status: 404, code: "NoSuchKey", message: "The specified key does not exist.", details: [("Key", key.text)])
  }

  static func invalidArgument(_ message: String, name: String, value: String) -> EmulatedS3Error {
    EmulatedS3Error(
      status: 400, code: "InvalidArgument", message: message,
      details: [("ArgumentName", name), ("ArgumentValue", value)])
  }

  static func notImplemented(_ what: String) -> EmulatedS3Error {
    EmulatedS3Error(
      status: 501, code: "NotImplemented",
      message: "A header or parameter you provided implies functionality that is "
        + "not implemented: \(what)")
  }

  static func preconditionFailed(_ condition: String) -> EmulatedS3Error {
    EmulatedS3Error(
      status: 412, code: "PreconditionFailed", message: "At least one of the pre-conditions you specified did not hold",
      details: [("Condition", condition)])
  }

  static let malformedXML = EmulatedS3Error(
    status: 400, code: "MalformedXML",
    message: "The XML you provided was not well-formed or did not validate against our published schema")

  static let methodNotAllowed = EmulatedS3Error(
    status: 405, code: "MethodNotAllowed", message: "The specified method is not allowed against this resource.")
}
