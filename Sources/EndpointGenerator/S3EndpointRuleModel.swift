/// The facts of `Models/s3-endpoint-rules.json`: where requests to Amazon S3 go and how they are signed there.
///
/// They are those of the decision diagram of the endpoint rules that AWS publishes with the model of Amazon S3
/// (`smithy.rules#endpointBdd`), in a notation of our own. The messages of refusals are ours.
struct S3EndpointRuleModel: Decodable {
  /// What a node of the diagram asks, or a part of it.
  ///
  /// A text is the name of a parameter or of a value that an earlier condition has kept, or after `=` a constant. A list is a
  /// function and its arguments.
  indirect enum Expression: Decodable {
    case name(String)
    case constant(String)
    case number(Int)
    case call(String, [Expression])

    init(from decoder: any Decoder) throws {
      if var list = try? decoder.unkeyedContainer() {
        let function = try list.decode(String.self)
        var arguments: [Expression] = []
        while !list.isAtEnd { arguments.append(try list.decode(Expression.self)) }
        self = .call(function, arguments)
        return
      }
      let value = try decoder.singleValueContainer()
      if let number = try? value.decode(Int.self) {
        self = .number(number)
      } else {
        let text = try value.decode(String.self)
        self = text.hasPrefix("=") ? .constant(String(text.dropFirst())) : .name(text)
      }
    }
  }

  /// What the rules come to: an endpoint or a refusal. Values stand in braces.
  struct Result: Decodable {
    /// The endpoint, with the bucket's name where that is part of it.
    let url: String?
    /// The ways in which a request may be signed there, the best first: scheme, signing name, region or regions.
    let signing: [String]?
    /// What the refusal is about: `bucket`, `endpoint` or `region`.
    let refused: String?
    /// Why it is refused, and what to do.
    let message: String?
  }

  /// What they are made from.
  let origin: String
  /// The node to begin with.
  let root: Int
  let conditions: [Expression]
  let results: [Result]
  /// Nodes: the number of a condition, the node to go to if it holds and the node to go to if not. Numbers below zero stand
  /// for results: -1 is the first.
  let nodes: [String]
}
