import SwiftSource

/// A member of a structure as a property in Swift.
struct Property {
  enum Kind {
    case text, secret, customerKey, copySource, enumeration, integer, long, flag, structure, map, body, eventStream
    case etag, byteRange, contentRange
    case date(isHTTP: Bool)
    indirect case list(of: Kind, item: String?)
  }

  let api: S3API
  let member: S3Model.Member
  let kind: Kind
  /// The type without `?`.
  let type: String
  /// The shape that it is a member of.
  let structure: String
  /// Whether callers give it, so that a list that is not there can be told from an empty one.
  let isWritten: Bool

  init(api: S3API, structure: String, member: S3Model.Member, isWritten: Bool) {
    self.api = api
    self.structure = structure
    self.member = member
    self.isWritten = isWritten
    // The model has a text, so that a response with another form of it can be read; a request has to have HTTP's.
    (kind, type) =
      member.shape == "Expires" && isWritten
      ? (.date(isHTTP: true), "Date") : Self.kind(of: member.shape, member: member, api: api)
  }

  /// The property's name.
  var name: String { api.names.member(member.name) }

  private static func kind(of shape: String, member: S3Model.Member, api: S3API) -> (Kind, String) {
    if member.isStreaming { return (.body, "AWSHTTPBody") }
    switch shape {
    case "SSECustomerKey", "CopySourceSSECustomerKey": return (.customerKey, "CustomerKey")
    case "CopySource": return (.copySource, "CopySource")
    case "ETag", "IfMatch", "IfNoneMatch", "CopySourceIfMatch", "CopySourceIfNoneMatch", "RenameSourceIfMatch",
      "RenameSourceIfNoneMatch":
      return (.etag, "ETag")
    case "Range": return (.byteRange, "ByteRange")
    // Object Lambda sends the same shape on.
    case "ContentRange" where member.place == .header("Content-Range"): return (.contentRange, "ContentRange")
    default: break
    }
    switch api.model.shapes[shape] {
    case .structure(_, let kind): return (kind == .eventstream ? .eventStream : .structure, api.typeName(shape))
    case .enumeration: return (.enumeration, api.typeName(shape))
    case .text(let isSensitive): return isSensitive ? (.secret, "SecretText") : (.text, "String")
    case .integer: return (.integer, "Int")
    case .long: return (.long, "Int64")
    case .boolean: return (.flag, "Bool")
    case .timestamp(let format):
      let isInBody = member.place == .body
      return (.date(isHTTP: format.map { $0 == "rfc822" } ?? !isInBody), "Date")
    case .map: return (.map, "[String: String]")
    case .list(let element, let item, let isFlattened):
      let (kind, type) = Self.kind(of: element, member: member, api: api)
      let flat = isFlattened || member.isFlattened || member.place != .body
      return (.list(of: kind, item: flat ? nil : (item ?? "member")), "[\(type)]")
    case .blob, nil: return (.text, "[UInt8]")
    }
  }

  /// The name of the element in a document. A flattened list is several elements of its items' name, if that has one.
  var element: String {
    if case .list(_, nil) = kind, case .list(_, let item?, _) = api.model.shapes[member.shape], member.xml == nil {
      return item
    }
    return member.element
  }

  /// Members that the model requires and servers leave out: in the older API, rules of the newer one have no prefix.
  private static let missing: Set<String> = ["Rule.Prefix"]

  /// Members that the model does not require and without which an entry of a list says nothing.
  private static let needed: Set<String> = [
    "Bucket.Name", "CommonPrefix.Prefix", "DeleteMarkerEntry.Key", "MultipartUpload.Key", "MultipartUpload.UploadId",
    "Object.Key", "Object.Size", "ObjectVersion.Key", "Part.PartNumber",
  ]

  /// Whether the model requires it, or a caller could not do without it.
  var isRequired: Bool {
    let name = "\(structure).\(member.name)"
    return member.isRequired && !Self.missing.contains(name) || Self.needed.contains(name)
  }

  /// Whether it may be absent.
  var isOptional: Bool {
    switch kind {
    case .body, .eventStream, .map: false
    case .list(_, let item): isWritten && item != nil && !isRequired
    case .structure where member.isPayload && !isWritten: false
    default: !isRequired
    }
  }

  /// The type as it is declared.
  var declaredType: String { type + (isOptional ? "?" : "") }

  /// The value that it has if the caller gives none; `nil` if there is none or none has to be written.
  var defaultValue: String? {
    switch kind {
    case .map: "[:]"
    case .list where !isOptional && !isRequired: "[]"
    default: nil
    }
  }

  /// Whether its type is `Date`.
  var isDate: Bool { type == "Date" }

  /// Whether it has to be given to make a value.
  var isInitial: Bool {
    if case .map = kind { return false }
    return isRequired || member.isStreaming
  }
}
