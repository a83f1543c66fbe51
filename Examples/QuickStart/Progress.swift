import AWSCredentials

/// A line for each second of work.
struct Progress {
  let workload: Workload
  let credentials: CredentialCache

  func show() async {
    var second = 0
    while (try? await ContinuousClock().sleep(for: .seconds(1))) != nil {
      second += 1
      let key = credentials.currentSnapshot?.credentials.accessKeyId ?? "none"
      print(
        "\(second) s: \(workload.requests) requests, key \(key) (number \(credentials.generation)), "
          + "\(workload.errors.count) failed")
    }
  }
}
