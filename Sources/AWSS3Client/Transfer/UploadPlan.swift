import AWSRuntime

/// How content is cut into the parts of a multipart upload ("Amazon S3 multipart upload limits" in the Amazon S3 User Guide).
package struct UploadPlan: Sendable, Equatable {
  static let smallestPart: Int64 = 5 << 20
  static let largestPart: Int64 = 5 << 30
  static let mostParts = 10_000
  /// How many parts of content of unknown length have the same size before it is doubled.
  private static let partsOfASize = 1000

  /// The size of the whole content in bytes; `nil` if only its end tells.
  package let size: Int64?
  /// The size of the first part in bytes.
  package let partSize: Int64

  /// Plans an upload.
  ///
  /// - Parameters:
  ///   - size: The size of the content in bytes; `nil` if it is not known.
  ///   - partSize: The size of a part that is wished for. If the content is too large for 10,000 such parts, they are larger.
  package init(size: Int64?, partSize: Int64) throws(S3Problem) {
    guard (Self.smallestPart...Self.largestPart).contains(partSize) else {
      throw S3Problem(
        code: .invalidInput,
        message: "A part of \(partSize) bytes is refused by S3: set partSize to a size from 5 MiB to 5 GiB.")
    }
    self.size = size
    guard let size, size > partSize * Int64(Self.mostParts) else {
      self.partSize = partSize
      return
    }
    let megabyte: Int64 = 1 << 20
    let least = (size - 1) / Int64(Self.mostParts) + 1
    self.partSize = (least + megabyte - 1) / megabyte * megabyte
    guard self.partSize <= Self.largestPart else {
      throw S3Problem(
        code: .objectTooLarge,
        message: "The content has \(size) bytes, and 10,000 parts of 5 GiB are the most: store it as several objects.")
    }
  }

  /// The size of a full part in bytes.
  ///
  /// - Parameter number: The number of the part, from 1.
  package func fullSize(of number: Int) -> Int64 {
    guard size == nil else { return partSize }
    return min(Self.largestPart, partSize << Int64((number - 1) / Self.partsOfASize))
  }

  /// Where a part of content of known size is.
  ///
  /// - Parameter number: The number of the part, from 1.
  /// - Returns: The position of its first byte, and how many bytes it has; `nil` after the last part.
  package func range(of number: Int) -> (offset: Int64, count: Int64)? {
    guard let size else { return nil }
    let offset = Int64(number - 1) * partSize
    // Content of no bytes has one part, too.
    guard offset < size || size == 0 && number == 1 else { return nil }
    return (offset, min(partSize, size - offset))
  }
}
