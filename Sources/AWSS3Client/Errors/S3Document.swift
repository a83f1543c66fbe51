import AWSCore
import AWSCredentials
import AWSRuntime

/// What kind of content the body of a response has.
enum S3Document {
  /// The body is empty or only white space, which S3 sends while it is still processing the request.
  case none
  /// The body is not from S3: an HTML page, or something that is not markup at all.
  case foreign(isPage: Bool)
  /// The body is an XML document that ends too early.
  case cutOff
  /// The body is an XML document; the value is its root element.
  case element(XMLNode)

  init(_ body: [UInt8]) {
    var text = body[...]
    if text.starts(with: [0xEF, 0xBB, 0xBF]) { text = text.dropFirst(3) }
    text = text.drop(while: \.isASCIIWhitespace)
    guard let first = text.first else {
      self = .none
      return
    }
    guard first == UInt8(ascii: "<") else {
      self = .foreign(isPage: false)
      return
    }
    if let root = try? XMLNode.parse(body) {
      self = ForeignBody.isHTMLElement(root.name) ? .foreign(isPage: true) : .element(root)
    } else {
      self = ForeignBody(text) == .html ? .foreign(isPage: true) : .cutOff
    }
  }
}
