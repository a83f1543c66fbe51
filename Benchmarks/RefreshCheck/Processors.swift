#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// How many processors this process can use.
enum Processors {
  static let count = max(1, ProcessInfo.processInfo.activeProcessorCount)
}
