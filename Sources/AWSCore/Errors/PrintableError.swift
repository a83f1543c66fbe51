/// An error of ours whose description comes from ``ErrorDescription``: all foreign text in it is printable, and its lines are its
/// own.
package protocol PrintableError: Error {}

extension Error {
  /// What the error says, to follow the words "Caused by": as it is if it is ours, else on one line and with a full stop.
  var asCause: String {
    self is any PrintableError ? "\(self)" : "\(self)".printable(limit: 2000).withFullStop
  }
}
