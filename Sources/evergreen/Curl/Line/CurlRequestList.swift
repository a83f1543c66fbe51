import AWSCore
import ArgumentParser

/// The URLs of a command line, each with the file that is sent there and the place where the response goes.
///
/// As with curl, an option that belongs to one URL belongs to the first that has none of its kind yet, whether the URL stands before
/// the option or behind it.
struct CurlRequestList: Sendable {
  /// Where the body of a response goes.
  enum Destination: Hashable {
    case standardOutput
    case file(FilePath)
    /// A file that is named like the last part of the URL's path.
    case remoteName
  }

  struct Element: Sendable {
    var url: String?
    var uploadFile: FilePath?
    /// `nil` if no option says it.
    var destination: Destination?
  }

  private var elements: [Element] = []

  /// Those that have a URL.
  var list: [Element] { elements.filter { $0.url != nil } }

  mutating func add(url: String) { set(\.url, to: url) }
  mutating func add(uploadFile: FilePath) { set(\.uploadFile, to: uploadFile) }
  mutating func add(destination: Destination) { set(\.destination, to: destination) }

  private mutating func set<Value>(_ member: WritableKeyPath<Element, Value?>, to value: Value) {
    let index = elements.firstIndex { $0[keyPath: member] == nil } ?? elements.count
    if index == elements.count { elements.append(Element()) }
    elements[index][keyPath: member] = value
  }

  /// Refuses options without a URL, and patterns that curl makes several requests of.
  func check(isGlobOff: Bool) throws {
    for element in elements where element.url == nil {
      let option = element.uploadFile == nil ? "--output or --remote-name" : "--upload-file"
      throw ValidationError("There are more options \(option) than URLs.")
    }
    guard !isGlobOff else { return }
    for element in elements {
      // The address of a host by IPv6 stands in brackets.
      if let url = element.url { try Self.refusePattern(in: AddressText(url).target.utf8, of: "The URL") }
      if let file = element.uploadFile { try Self.refusePattern(in: file.bytes, of: "The value of --upload-file") }
    }
  }

  private static func refusePattern(in text: some Sequence<UInt8>, of place: String) throws {
    guard let mark = text.first(where: { "{}[]".utf8.contains($0) }) else { return }
    throw ValidationError(
      "\(place) holds '\(Unicode.Scalar(mark))', by which curl makes several requests of one pattern. Name each of them; or give "
        + "--globoff to take the character as it is.")
  }
}
