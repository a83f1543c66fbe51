import AWSEmulator
import Testing

/// A request that botocore 1.43.11 signed at 2026-01-01T12:00:00Z with the key set of ``GoldenRequest``.
struct GoldenRequest: Sendable, CustomTestStringConvertible {
  enum Service: String { case s3, es, sts }

  static let accessKeyId = "ASIAEVERGREENEXAMPLE"
  static let secretAccessKey = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
  static let sessionToken = "EXAMPLE+TOKEN/of=no=worth=="

  let service: Service
  let method: String
  let target: String
  let body: String
  let signature: String

  init(_ service: Service, _ method: String, _ target: String, body: String, _ signature: String) {
    self.service = service
    self.method = method
    self.target = target
    self.body = body
    self.signature = signature
  }

  var testDescription: String { "\(service) \(method) \(target)" }

  var host: String {
    switch service {
    case .s3: "golden.s3.us-east-1.amazonaws.com"
    case .es: "search-golden.us-east-1.es.amazonaws.com"
    case .sts: "sts.us-east-1.amazonaws.com"
    }
  }

  /// In the order of the requests: what one writes another reads.
  static let all: [GoldenRequest] = [
    GoldenRequest(.s3, "PUT", #"/"#, body: #""#, "c93e81494e327688d80e7a82b2f2ddc0f880ce266521525513054c915df82484"),
    GoldenRequest(
      .s3, "PUT", #"/a%20b"#, body: #"body of a b"#, "bff92b1a04115fd966028bc8dd515bdc5e55b156d919c25c5bbffd6bcf952c56"),
    GoldenRequest(
      .s3, "GET", #"/a%20b"#, body: #""#, "748d6cf3942cbb2043f4fe1d3b91a7568d65b361899159818e6d6bb80f2babb5"),
    GoldenRequest(
      .s3, "PUT", #"/a%2Bb"#, body: #"body of a+b"#, "8fb48e7a216c88ff3c0643b9ec99ec28593b6834b3f659afadc8deeb51957a38"),
    GoldenRequest(
      .s3, "GET", #"/a%2Bb"#, body: #""#, "f25c75a4c3ca48973110945793d62adcc65b9453b4e0f2fee69bb9774c98be7d"),
    GoldenRequest(
      .s3, "PUT", #"/a//b"#, body: #"body of a//b"#, "5380b56534c84024af165c7cb21c12b75063ab07baea86b01acb68d34c7b1c29"),
    GoldenRequest(
      .s3, "GET", #"/a//b"#, body: #""#, "0ea894cd1021b2d986f4756915a8f7d1cb08c3f52069adeb88b7730943807b06"),
    GoldenRequest(
      .s3, "PUT", #"/./x"#, body: #"body of ./x"#, "e2e71d60739e0b8c882f18e011ffe9c3d581e282fb0e9b73c36bf28bdc9e49db"),
    GoldenRequest(.s3, "GET", #"/./x"#, body: #""#, "07984eb2b80bb3f557e64c59f8fa6b11ace3bc949967b36e07e58d7ebd9411f2"),
    GoldenRequest(
      .s3, "PUT", #"/../x/.."#, body: #"body of ../x/.."#,
      "4cb9f1dfb0c9a05fe4002e44ba5163db66194651259bf106bdd257d14e1a6bd8"),
    GoldenRequest(
      .s3, "GET", #"/../x/.."#, body: #""#, "9bcbcc27cf9566501a697372a74ba552e5cccfe851a2a5b6fd33c8bb6507bf76"),
    GoldenRequest(
      .s3, "PUT", #"//lead"#, body: #"body of /lead"#,
      "7c8f20e54ec842c21b324e9f88ab99fbf3e5d49d051f884a14712777cfffaee4"),
    GoldenRequest(
      .s3, "GET", #"//lead"#, body: #""#, "293d74912b75a81ec218910517be00bbc56462689cf0c37076500597f27dd1d2"),
    GoldenRequest(
      .s3, "PUT", #"/a%252Fb"#, body: #"body of a%2Fb"#,
      "030637ae54153b7bca4261b1970e262fedf792317a0c9a58e89543af956ff10a"),
    GoldenRequest(
      .s3, "GET", #"/a%252Fb"#, body: #""#, "0f317c134450716d0c46f3ae3feb9b18c1b94570742064c0873bb846451806c1"),
    GoldenRequest(
      .s3, "PUT", #"/%ED%95%9C%EA%B8%80/%ED%82%A4"#, body: #"body of 한글/키"#,
      "36bc7c8f920338bad89e52204f9f9dd209563d0c9f0f1bd281c97fc5883cd766"),
    GoldenRequest(
      .s3, "GET", #"/%ED%95%9C%EA%B8%80/%ED%82%A4"#, body: #""#,
      "181be61bee4fd6de876c24b7a750ad21a9e1f8c4097df98ca4cc02d18968e578"),
    GoldenRequest(
      .s3, "PUT", #"/%F0%9F%98%80"#, body: #"body of 😀"#,
      "8934493047d3f874be87353c7e1e730f152da939e20de3541bae79c636f3079a"),
    GoldenRequest(
      .s3, "GET", #"/%F0%9F%98%80"#, body: #""#, "12f3a99ba5b4e738777da89528e513588d8651181b0f9d48dcf7ad172c7c19ef"),
    GoldenRequest(
      .s3, "PUT", #"/~-_.%21%2A%27%28%29"#, body: #"body of ~-_.!*'()"#,
      "65117ac7dbeeedee9b256dd0177742f62613ab9e2fa02e03b960b22c918e8261"),
    GoldenRequest(
      .s3, "GET", #"/~-_.%21%2A%27%28%29"#, body: #""#,
      "8f91ebf5e3efe4f32a876c666c81bb33540d6981ea783318be50af78161ec3a3"),
    GoldenRequest(
      .s3, "PUT", #"/e%CC%81"#, body: #"body of é"#, "1ef1cb18679cfbf9e0d55bf30c7ad8de6586d55683c15df7bb3189a891f1db2f"),
    GoldenRequest(
      .s3, "GET", #"/e%CC%81"#, body: #""#, "c282a779a8e813d0fb2f66701e61c8ced519d3eacc3a71d1d203682554ca8e8a"),
    GoldenRequest(
      .s3, "GET", #"/?list-type=2&prefix=a%20&delimiter=%2F&encoding-type=url&start-after=%2B"#, body: #""#,
      "44a2319605aacc75c020055ac7083036d533406f4c9e97074be19922fb915d34"),
    GoldenRequest(
      .s3, "GET", #"/?location"#, body: #""#, "4c9a41c8fa291883adfb5be83173426861a66260e8d27d6fb960d0fa0872d799"),
    GoldenRequest(
      .sts, "POST", #"/"#, body: #"Action=GetCallerIdentity&Version=2011-06-15"#,
      "839727cbb63ef7eb8d4d2115a7eb1229c7d44188d876b393539374258728ac82"),
    GoldenRequest(
      .es, "PUT", #"/golden/_doc/a%2Fb"#, body: #"{"id":"a%2Fb"}"#,
      "f2909d9ec73ad96c6cb52ea9a2a3dc393ac1ec511f14180a884d9c18b563f268"),
    GoldenRequest(
      .es, "GET", #"/golden/_doc/a%2Fb"#, body: #""#, "9e047697d6160ed65bc7393bbcf4b9609e998a62b28ad5c56dbdf7ebb7e74ab0"
    ),
    GoldenRequest(
      .es, "PUT", #"/golden/_doc/x%20y"#, body: #"{"id":"x%20y"}"#,
      "9b160cce966c2d9a5acc24c7ebcebf233786f7699ca17793d8e8bd3b033e43e9"),
    GoldenRequest(
      .es, "GET", #"/golden/_doc/x%20y"#, body: #""#, "e00c4b0cb16a6d53077c373fe9cfec0bcc98fa486943616d5f992afb0d9b9020"
    ),
    GoldenRequest(
      .es, "PUT", #"/golden/_doc/%ED%95%9C%EA%B8%80"#, body: #"{"id":"%ED%95%9C%EA%B8%80"}"#,
      "ac48d05560c29c92819f4d2d3acba6881dc9adff860deacff316603e80037f6e"),
    GoldenRequest(
      .es, "GET", #"/golden/_doc/%ED%95%9C%EA%B8%80"#, body: #""#,
      "2dd32e614d701566df262d6fcb7aea819066eadeb75bd794d547f7c6e2846afe"),
    GoldenRequest(
      .es, "PUT", #"/golden/_doc/a%2Bb"#, body: #"{"id":"a%2Bb"}"#,
      "21e5a2b3ec0550271b10277d680a2c2f91b375031c23277876f9f252525ef921"),
    GoldenRequest(
      .es, "GET", #"/golden/_doc/a%2Bb"#, body: #""#, "1ccd732de8dc74454fd4116a929f06f84787c0ec6e2dcac1150c9ea1d5be757e"
    ),
    GoldenRequest(
      .es, "PUT", #"/golden/_doc/a%252Fb"#, body: #"{"id":"a%252Fb"}"#,
      "39a56f17e24841d2eca52c43e702c8a1ffff354ec8f2cf42308969a05d979215"),
    GoldenRequest(
      .es, "GET", #"/golden/_doc/a%252Fb"#, body: #""#,
      "90fe7ed6996fbb3dc81d31e78fa5b6955dd8b5216ac128e171d3c4bb95fed6b7"),
    GoldenRequest(
      .es, "PUT", #"/golden/_doc/%21%40%3A"#, body: #"{"id":"%21%40%3A"}"#,
      "371a3dbfb0767e561aa450e7b771e1457fe4b0fbaafe8f083d6c6865aeb00189"),
    GoldenRequest(
      .es, "GET", #"/golden/_doc/%21%40%3A"#, body: #""#,
      "593448862ac05d23a223a28b47e86942c816c173e84037416a0548e5f467785b"),
    GoldenRequest(
      .es, "PUT", #"/golden/_doc/a,b*"#, body: #"{"id":"a,b*"}"#,
      "8aca0b08aee0c6c7f51217c9f24d37c212546f156cfe63439c1679b1b6486192"),
    GoldenRequest(
      .es, "GET", #"/golden/_doc/a,b*"#, body: #""#, "e6416adccaf333275dea1d1f1dc1f580bac55a432d06323ac014d31c427f4b63"),
    GoldenRequest(
      .es, "POST", #"/golden*,-x/_search?size=0&q=id%3Aa%20b&track_total_hits"#, body: #""#,
      "0008e77cf21133b6f24238305fa28b35e5dc9b66585cd6c8fa50f472903974b5"),
    GoldenRequest(
      .es, "GET", #"/golden//_count?q=%2A%3A%2A"#, body: #""#,
      "ed238cff8d3d9769a2af65f084b2a8105b7a2dd7b3f2b452f4e06572d9705e80"),
  ]

  /// Paths of presigned GETs, valid for 60 seconds, and their signatures.
  static let presigned: [(path: String, signature: String)] = [
    (#"/a%20b"#, #"68ad69c79034d6227ebae8efbadffe45f0d959ee3b50072f19a9afe1a8729510"#),
    (#"/../x/.."#, #"c76bd3123c62091c3ff35c3d46da18bba7f4622fb20698e045f1084f7898557e"#),
    (#"/%ED%95%9C%EA%B8%80/%ED%82%A4"#, #"8e03b4831569c8053a0349ff1f93658b739d73cb4a72d586bcacf5f90c98f42c"#),
    (#"/a%252Fb"#, #"91b8c860a4c490e14a0372544d8493431f9d118636a539fd8216a057416f86f1"#),
  ]
}
