/// Where a run of `evergreen curl` prints.
package struct CurlStreams: Sendable {
  /// Prints the output.
  package var output: @Sendable ([UInt8]) throws -> Void
  /// Prints what is said besides the output.
  package var errors: @Sendable (String) throws -> Void

  package init(
    output: @escaping @Sendable ([UInt8]) throws -> Void, errors: @escaping @Sendable (String) throws -> Void
  ) {
    self.output = output
    self.errors = errors
  }

  /// The standard output and the standard error of this process.
  static let process = CurlStreams(
    output: { try StandardOutput.send($0) }, errors: { try StandardError.send($0) })
}
