import Dispatch

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Simulates a fleet of instances that refresh their credentials against a service with a rate limit, through an outage.
///
///     FleetSimulation [--instances N] [--rate PER-SECOND] [--seed N] [--svg PATH]
///
/// Each instance is a `RefreshStateMachine` of this package; only the clock, the service and the application that asks
/// for credentials once a second are simulated. The same arguments give the same figures.
@main
enum FleetSimulation {
  static func main() {
    do {
      let arguments = try Arguments(Array(CommandLine.arguments.dropFirst()))
      let scenario = Scenario(instances: arguments.instances, rate: arguments.rate, seed: arguments.seed)
      let figures = simulate(FleetPolicy.all, in: scenario)
      print(Report(scenario: scenario, figures: figures).table)
      if let path = arguments.svgPath {
        let chart = Chart(scenario: scenario, figures: figures)
        try Data(chart.svg.utf8).write(to: URL(filePath: path))
      }
    } catch {
      print("FleetSimulation: \(error)")
      exit(1)
    }
  }

  /// One run per policy, beside each other: they share nothing.
  private static func simulate(_ policies: [FleetPolicy], in scenario: Scenario) -> [FleetFigures] {
    let results = Results(count: policies.count)
    DispatchQueue.concurrentPerform(iterations: policies.count) { index in
      var fleet = Fleet(scenario: scenario, policy: policies[index])
      results.store(fleet.run(), at: index)
    }
    return results.all
  }
}
