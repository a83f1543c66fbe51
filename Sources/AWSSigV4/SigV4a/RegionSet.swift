/// The regions in which a signature of Signature Version 4A is good, as `x-amz-region-set` names them.
public struct RegionSet: Sendable, Hashable, ExpressibleByArrayLiteral {
  /// The regions, in the order given; `*` stands for all, `us-west-*` for those that begin so.
  public let regions: [String]

  /// All regions.
  public static let all = RegionSet(["*"])

  /// Makes a set of regions. Names that cannot stand in a header are refused when something is signed.
  ///
  /// - Parameter regions: Names such as `us-east-1`, patterns such as `us-west-*`, or `*`.
  public init(_ regions: [String]) { self.regions = regions }

  /// Makes a set of regions from a literal.
  public init(arrayLiteral elements: String...) { self.init(elements) }

  /// The value of `x-amz-region-set`.
  func value() throws(SigV4Error) -> String {
    guard !regions.isEmpty else {
      throw SigV4Error(.invalidScope, message: "The set of regions is empty; name one region at least, or *.")
    }
    for (index, region) in regions.enumerated() {
      guard !region.isEmpty, region.utf8.allSatisfy(\.isInRegionName) else {
        throw SigV4Error(
          .invalidScope,
          message: "Region number \(index + 1) of the set is empty or holds a character that is not a letter, a digit, "
            + "-, _, . or *.")
      }
    }
    return regions.joined(separator: ",")
  }
}

extension UInt8 {
  fileprivate var isInRegionName: Bool { isUnreserved && self != UInt8(ascii: "~") || self == UInt8(ascii: "*") }
}
