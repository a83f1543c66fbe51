/// An error of ours that makes all foreign text in it printable itself, so that the lines of its description are its own.
package protocol PrintableError: Error {}

extension Error {
  /// What the error says, to follow the words "caused by": as it is if it is ours, else on one line.
  package var printable: String {
    self is any PrintableError ? "\(self)" : "\(self)".printable(limit: 2000)
  }
}
