import AWSCredentials
import AWSSigV4
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The signer reckons beforehand how much it will write; writing more would end the program.
@Suite struct CanonicalRequestSizeTests {
  private static func long(_ character: Character, _ count: Int) -> String {
    String(repeating: character, count: count)
  }

  @Test(arguments: [0, 1, 7, 100, 3000]) func theReckoningHoldsForWhatGrowsMost(_ count: Int) throws {
    // Each of these characters becomes three, in every place where it is encoded.
    let odd = Self.long("!", count)
    for token in [nil, Self.long("+", count), odd] {
      for (service, region) in [("s3", "us-east-1"), ("x" + odd, "y" + odd)] {
        let credentials = Credentials(accessKeyId: "K" + odd, secretAccessKey: "s", sessionToken: token)
        let targets = [
          "", "/", "/" + odd, "/?" + odd, "/?" + Self.long("&", count), "/a?" + Self.long("=", count) + odd,
          "/" + Self.long("é", count) + "?" + Self.long("é", count), "/" + Self.long("/", count) + "?%00&%ff=%",
        ]
        for target in targets {
          let headers = [("h" + odd, odd), ("h" + odd, Self.long(" ", count)), ("i", odd + " \t " + odd)]
          let request = SigningRequest(
            method: "M" + odd, authority: "h" + Self.long("_", min(count, 62)) + ":1", target: target,
            headers: headers + (0..<min(count, 200)).map { ("x\($0)" + odd.prefix(9), "") })
          for encoding in [PathEncoding.once, .again] {
            for sessionToken in [SessionTokenSigning.signed, .addedAfterSigning] {
              let options = SigV4Options(
                pathNormalization: .preserved, pathEncoding: encoding, signedBodyHeader: .xAmzContentSha256,
                sessionToken: sessionToken, headers: .allEndToEnd)
              let signer = SigV4Signer(service: service, region: region, options: options)
              let date = Date(timeIntervalSince1970: 0)
              _ = try signer.sign(request, payload: .streamingTrailer, credentials: credentials, date: date)
              _ = try signer.presign(
                request, payload: .streamingTrailer, expiresIn: .seconds(604_800), credentials: credentials, date: date)
              let other = SigV4aSigner(service: service, regionSet: [region, region, "*" + odd], options: options)
              _ = try other.sign(request, payload: .empty, credentials: credentials, date: date)
              _ = try other.presign(
                request, payload: .empty, expiresIn: .seconds(604_800), credentials: credentials, date: date)
            }
          }
        }
      }
    }
  }
}
