import AWSElasticClient

/// What the client said about the documents.
struct TrialAccount {
  /// The groups each document is in, by its number.
  private(set) var groups: [Int: [Group]] = [:]
  /// How many calls ended with an error, by its code.
  private(set) var errors: [String: Int] = [:]
  /// How many requests the calls counted.
  private(set) var requests = 0

  enum Group: String {
    case acknowledged, failed, unknown, unsent
  }

  mutating func add(_ report: BulkReport?, of numbers: Range<Int>, error: ElasticError?) {
    if let error { errors["\(error.code)", default: 0] += 1 }
    guard let report else { return }
    requests += report.requests
    func add(_ positions: [Int], _ group: Group) {
      for position in positions { groups[numbers.lowerBound + position, default: []].append(group) }
    }
    add(report.acknowledged.map(\.position), .acknowledged)
    add(report.failed.map(\.position), .failed)
    add(report.unknown, .unknown)
    add(report.unsent, .unsent)
  }

  func count(_ group: Group) -> Int { groups.values.count { $0 == [group] } }
}
