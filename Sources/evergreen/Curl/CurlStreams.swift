/// Where a run of `evergreen curl` prints.
package struct CurlStreams: Sendable {
  /// Prints the output.
  package var output: @Sendable ([UInt8]) throws -> Void
  /// Prints what is said besides the output.
  package var errors: @Sendable (String) throws -> Void
  /// Prints bytes where ``errors`` prints.
  package var errorBytes: @Sendable ([UInt8]) throws -> Void

  package init(
    output: @escaping @Sendable ([UInt8]) throws -> Void, errorBytes: @escaping @Sendable ([UInt8]) throws -> Void
  ) {
    self.output = output
    self.errorBytes = errorBytes
    errors = { try errorBytes(Array($0.utf8)) }
  }

  /// The standard output and the standard error of this process.
  static let process = CurlStreams(
    output: { try StandardOutput.send($0) }, errorBytes: { try StandardError.send($0) })
}
