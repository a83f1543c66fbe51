#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Foundation
#endif

/// The picture: the busiest second of each minute, on a logarithmic scale, one line for each policy.
struct Chart {
  let scenario: Scenario
  let figures: [FleetFigures]

  private let width = 920.0
  private let height = 500.0
  private let plot = (left: 84.0, right: 900.0, top: 92.0, bottom: 444.0)
  /// The powers of ten at the ends of the axis; a minute without a request lies on the lower one.
  private let decades = 0...5

  var svg: String {
    let parts = [header, style, frame, outage, legend] + figures.enumerated().map { line($1, number: $0) } + ["</svg>"]
    return parts.joined(separator: "\n") + "\n"
  }

  private var header: String {
    """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Int(width)) \(Int(height))" role="img" \
    font-family="system-ui, sans-serif" font-size="13">
    <title>Requests per second of \(scenario.instances) instances through an outage, by refresh policy</title>
    """
  }

  private var style: String {
    let light = figures.enumerated().map { ".p\($0){stroke:\($1.policy.stroke.light)}" }.joined()
    let dark = figures.enumerated().map { ".p\($0){stroke:\($1.policy.stroke.dark)}" }.joined()
    return """
      <style>
      .back{fill:#ffffff}.text{fill:#24292f}.grid{stroke:#d0d7de}.out{fill:#8c959f;fill-opacity:.22}
      .line{fill:none;stroke-width:1.8;stroke-linejoin:round}
      \(light)
      @media (prefers-color-scheme:dark){.back{fill:#0d1117}.text{fill:#e6edf3}.grid{stroke:#30363d}\(dark)}
      </style>
      <rect class="back" width="\(Int(width))" height="\(Int(height))"/>
      """
  }

  private var frame: String {
    var parts: [String] = []
    for decade in decades {
      let y = y(of: power(decade))
      parts.append("<path class=\"grid\" d=\"M\(text(plot.left)) \(text(y))H\(text(plot.right))\"/>")
      let label = decade < 3 ? "1\(String(repeating: "0", count: decade))" : "1\(["", "0", "00"][decade - 3]),000"
      parts.append(
        "<text class=\"text\" x=\"\(text(plot.left - 8))\" y=\"\(text(y + 4))\" text-anchor=\"end\">\(label)</text>")
    }
    for hour in 0...Int(scenario.duration / 3600) {
      let x = x(at: Double(hour) * 3600)
      parts.append("<path class=\"grid\" d=\"M\(text(x)) \(text(plot.top))V\(text(plot.bottom))\"/>")
      parts.append(
        "<text class=\"text\" x=\"\(text(x))\" y=\"\(text(plot.bottom + 20))\" text-anchor=\"middle\">\(hour)</text>")
    }
    let middle = (plot.top + plot.bottom) / 2
    parts.append(
      """
      <text class="text" x="\(text((plot.left + plot.right) / 2))" y="\(text(height - 12))" text-anchor="middle">\
      hours since the deployment</text>
      <text class="text" transform="translate(20 \(text(middle))) rotate(-90)" text-anchor="middle">\
      requests per second (busiest second of each minute)</text>
      """)
    return parts.joined(separator: "\n")
  }

  private var outage: String {
    let left = x(at: scenario.outage.lowerBound)
    let right = x(at: scenario.outage.upperBound)
    return """
      <rect class="out" x="\(text(left))" y="\(text(plot.top))" width="\(text(right - left))" \
      height="\(text(plot.bottom - plot.top))"/>
      <text class="text" x="\(text((left + right) / 2))" y="\(text(plot.top + 16))" text-anchor="middle">outage</text>
      """
  }

  private var legend: String {
    figures.enumerated().map { number, run in
      let x = plot.left + Double(number % 3) * 272
      let y = 28 + Double(number / 3) * 26
      return """
        <path class="line p\(number)" stroke-dasharray="\(run.policy.stroke.dash)" \
        d="M\(text(x)) \(text(y))h34"/>
        <text class="text" x="\(text(x + 42))" y="\(text(y + 4))">\(run.policy.name)</text>
        """
    }.joined(separator: "\n")
  }

  private func line(_ run: FleetFigures, number: Int) -> String {
    let points = stride(from: 0.0, to: scenario.duration, by: 60).map { start in
      "\(text(x(at: start + 30))) \(text(y(of: Double(run.peak(start..<(start + 60))))))"
    }
    return """
      <path class="line p\(number)" stroke-dasharray="\(run.policy.stroke.dash)" d="M\(points.joined(separator: "L"))"/>
      """
  }

  private func x(at time: Double) -> Double { plot.left + (plot.right - plot.left) * time / scenario.duration }

  private func y(of requests: Double) -> Double {
    let share = log10(max(1, requests)) / Double(decades.upperBound)
    return plot.bottom - (plot.bottom - plot.top) * min(1, share)
  }

  private func power(_ decade: Int) -> Double { (0..<decade).reduce(1) { power, _ in power * 10 } }

  private func text(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(abs(tenths % 10))"
  }
}
