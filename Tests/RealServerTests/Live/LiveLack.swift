/// What a server is known to lack, and what it does instead. Anything else fails the check, also when one day it can
/// do it.
struct LiveLack: Sendable {
  /// How a check ends.
  enum Outcome: Sendable, Equatable {
    /// As on S3.
    case done
    /// With an error of the server, by its HTTP status and its code.
    case refused(Int?, String)
    /// With something else than S3 does, in the words of the check.
    case differs(String)
    /// Now and then with something else than S3 does.
    case differsAtTimes
  }

  /// The name of the check.
  let check: String
  let outcome: Outcome

  init(_ check: String, _ outcome: Outcome) {
    self.check = check
    self.outcome = outcome
  }

  /// Whether this outcome of the check is the one that is known.
  func explains(_ found: Outcome) -> Bool {
    guard outcome == .differsAtTimes else { return found == outcome }
    if case .differs = found { return true }
    return found == .done
  }

  static func of(_ server: LiveServer, _ check: String) -> LiveLack? {
    switch server {
    case .ceph: ceph.first { $0.check == check }
    case .openStackSwift: openStackSwift.first { $0.check == check }
    }
  }

  /// Ceph RGW 16.2.
  static let ceph = [
    LiveLack(
      "a key of 1,025 bytes is refused", .differs("refused with 400 InvalidObjectName, not with 400 KeyTooLongError")),
    LiveLack(
      "ten tags are accepted and eleven refused", .differs("refused with 400 InvalidTag, not with 400 BadRequest")),
    LiveLack("an upload of two parts becomes an object", .differs("the entity tag is ")),
    LiveLack("a part is read by its number", .differs("the number of parts is nil, not Optional(2)")),
    LiveLack("parts in another order are refused", .differs("not refused")),
    LiveLack(
      "the completion of an upload that does not exist is refused",
      .differs("refused with 500 InternalError, not with 404 NoSuchUpload")),
    LiveLack("a part with the number 0 is refused", .differs("not refused")),
    LiveLack("a part with the number 10,001 is refused", .differs("not refused")),
    LiveLack(
      "an upload for an object that exists is refused under If-None-Match", .differs("not refused")),
    LiveLack(
      "uploads are listed by prefix and delimiter", .differs("the prefixes is [], not [\"a/\", \"b/\"]")),
    LiveLack("a read under If-Match of any tag succeeds", .refused(412, "PreconditionFailed")),
    LiveLack("a write under If-Match of the current tag succeeds", .refused(412, "PreconditionFailed")),
    LiveLack(
      "a write under If-Match of an object that does not exist is refused",
      .differs("refused with 412 PreconditionFailed, not with 404 NoSuchKey")),
    LiveLack("a deletion under If-Match of another tag is refused", .differs("not refused")),
    LiveLack("a copy of a source with another tag is refused", .differs("not refused")),
    LiveLack("a copy of a source with the tag of If-None-Match is refused", .differs("not refused")),
    LiveLack("a copy under If-None-Match replaces nothing", .differs("not refused")),
    LiveLack(
      "several ranges at once are answered with the whole object",
      .differs("the content is ab, not abcdefghijkl")),
  ]

  /// OpenStack Swift 2.38.3.
  static let openStackSwift = [
    // It looks whether there is an object, and writes after that.
    LiveLack("of 8 writers under If-None-Match one wins", .differsAtTimes),
    LiveLack("tags of an object are set, read and removed", .refused(501, "NotImplemented")),
    LiveLack("tags are written along with an object", .refused(501, "NotImplemented")),
    LiveLack("ten tags are accepted and eleven refused", .refused(501, "NotImplemented")),
    LiveLack(
      "a tag with a key of 129 characters is refused",
      .differs("refused with 501 NotImplemented, not with 400 InvalidTag")),
    LiveLack("tags of an object that does not exist are refused", .differs("not refused")),
    LiveLack("a part after the completion is refused", .differs("not refused")),
    LiveLack("uploads are listed page by page", .refused(nil, "InvalidResponse")),
    LiveLack("uploads with awkward keys are listed", .refused(500, "InternalError")),
    LiveLack("a write under If-Match of the current tag succeeds", .refused(501, "NotImplemented")),
    LiveLack(
      "a write under If-Match of another tag is refused",
      .differs("refused with 501 NotImplemented, not with 412 PreconditionFailed")),
    LiveLack(
      "a write under If-Match of an object that does not exist is refused",
      .differs("refused with 501 NotImplemented, not with 404 NoSuchKey")),
    LiveLack(
      "several ranges at once are answered with the whole object",
      .differs("the content is multipart/byteranges, not abcdefghijkl")),
  ]
}
