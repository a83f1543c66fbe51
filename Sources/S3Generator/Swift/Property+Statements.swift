import SwiftSource

// The statements that write a property into a request or a document, and read it.
extension Property {
  /// The property as an expression. In an initialiser or a method a name that is a word of the language is quoted.
  private var value: String { SwiftName.declared(name) }

  /// Writes it into the query or the header fields; `nil` if it is written in another way.
  var requestStatement: String? {
    switch member.place {
    case .uri, .body: return nil
    case .query(let query):
      if case .date = kind { return "request.add(query: \"\(query)\", httpDate: \(value))" }
      return "request.add(query: \"\(query)\", \(value))"
    case .headers: return "try request.set(metadata: \(value))"
    case .header(let header): return headerStatement(header.lowercased())
    }
  }

  private func headerStatement(_ header: String) -> String? {
    // What the body is like is said by what sends it, and a checksum by what computes it.
    guard header != "content-length", member.name != "ChecksumAlgorithm" || header != "x-amz-sdk-checksum-algorithm"
    else { return nil }
    let isCustomerKey = ["SSECustomerKeyMD5", "CopySourceSSECustomerKeyMD5"].contains(member.name)
    let isCustomerAlgorithm = ["SSECustomerAlgorithm", "CopySourceSSECustomerAlgorithm"].contains(member.name)
    if isCustomerKey || isCustomerAlgorithm, !header.hasPrefix("x-amz-fwd") { return nil }
    switch kind {
    case .customerKey:
      let prefix = String(header.dropLast("-key".count))
      let start = member.name.hasPrefix("Copy") ? "copySourceSSECustomer" : "sseCustomer"
      return
        "try request.set(customerKey: \(value), algorithm: \(start)Algorithm, md5: \(start)KeyMD5, \"\(prefix)\")"
    case .date(let isHTTP): return "try request.set(\"\(header)\", \(isHTTP ? "" : "iso8601: ")\(value))"
    case .copySource, .byteRange:
      return "try request.set(\"\(header)\", try \(value)\(isOptional ? "?" : "").headerValue())"
    case .text where member.name == "RenameSource": return "try request.set(\"\(header)\", encoded: \(value))"
    case .text where member.isIdempotencyToken:
      return "try request.set(\"\(header)\", \(value) ?? request.idempotencyToken)"
    default: return "try request.set(\"\(header)\", \(value))"
    }
  }

  /// Writes it into a document.
  var writing: String {
    switch kind {
    case .date(let isHTTP): return "xml.write(\"\(element)\", \(isHTTP ? "httpDate" : "iso8601"): \(value))"
    case .list(_, let item?): return "xml.write(\"\(element)\", \(value), items: \"\(item)\")"
    default: return "xml.write(\"\(element)\", \(value))"
    }
  }

  /// Reads it from a document.
  var reading: String {
    let name = SwiftName.declared(name)
    guard member.attribute == nil else {
      return "\(name) = \(required("xml.attribute(\"type\").map(S3.\(type).init(rawValue:))"))"
    }
    if case .list(let items, let item) = kind {
      let source = item == nil ? "xml" : "xml[\"\(element)\"]?"
      let call = "\(source).\(Self.list(items))(\"\(item ?? element)\")"
      let fallback = item == nil || isOptional ? "" : " ?? []"
      let isThrowing = if case .structure = items { true } else { false }
      return "\(name) = \(isThrowing ? "try " : "")\(call)\(fallback)"
    }
    return "\(name) = \(required("xml.\(reader)(\"\(element)\")"))"
  }

  private func required(_ expression: String) -> String {
    let isThrowing = if case .structure = kind { true } else { false }
    guard !isOptional else { return (isThrowing ? "try " : "") + expression }
    return "try xml.required(\"\(element)\", \(expression))"
  }

  private static func list(_ kind: Kind) -> String {
    switch kind {
    case .structure: "shapes"
    case .enumeration: "choices"
    default: "texts"
    }
  }

  private var reader: String {
    switch kind {
    case .text: "text"
    case .etag: "etag"
    case .secret: "secret"
    case .enumeration: "choice"
    case .integer: "integer"
    case .long: "number"
    case .flag: "truth"
    case .date: "date"
    default: "shape"
    }
  }

  /// The expression that reads it from the header fields of a response.
  func readingHeader(_ header: String, of source: String) -> String {
    let reader =
      switch kind {
      case .etag: "etag"
      case .contentRange: "contentRange"
      case .secret: "secret"
      case .enumeration: "choice"
      case .integer: "int"
      case .long: "integer"
      case .flag: "truth"
      case .date: "date"
      default: "header"
      }
    return "\(source).\(reader)(\"\(header.lowercased())\")"
  }
}
