import AWSCredentials

@main
enum FleetSimulation {
  static func main() {}
}
