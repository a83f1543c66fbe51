/// Lines that are given to curl and to the tool, and the server that they are for. It does what their URLs say.
enum ComparedLines {
  private static let host = "https://s3.us-east-1.amazonaws.com"

  static func response(_ request: RecordingServer.Request) -> RecordingServer.Response {
    var response = RecordingServer.Response(fields: [("Content-Type", "application/json"), ("X-A", "b  c")])
    for part in request.target.split(separator: "?").dropFirst().joined().split(separator: "&") {
      let value = String(part.drop { $0 != "=" }.dropFirst())
      switch part.prefix(while: { $0 != "=" }) {
      case "status": response.status = statuses[value] ?? "\(value) Unknown"
      case "to": response.fields.append(("Location", value.replacing("~", with: "?").replacing("_", with: " ")))
      case "limit": response.limit = Int(value)
      case "empty": response.body = []
      default: break
      }
    }
    return response
  }

  private static let statuses = [
    "204": "204 No Content", "301": "301 Moved Permanently", "302": "302 Found", "303": "303 See Other",
    "304": "304 Not Modified", "307": "307 Temporary Redirect", "308": "308 Permanent Redirect",
    "403": "403 Forbidden", "404": "404 Not Found", "500": "500 Internal Server Error",
  ]

  static let redirects: [String] = [
    "curl -L '\(host)/a/r?status=302&to=/x'", "curl '\(host)/a/r?status=302&to=/x'",
    "curl -L '\(host)/a/r?status=302&to=x/y'", "curl -L '\(host)/a/b/r?status=302&to=../x'",
    "curl -L '\(host)/a/b/r?status=302&to=./../../../x/./y/.'", "curl -L '\(host)/a/r?status=302&to=~q'",
    "curl -L \"\(host)/a/r?status=302&to=http://$SERVER/z\"", "curl -L \"\(host)/a/r?status=302&to=//$SERVER/z~a\"",
    "curl -L '\(host)/a/r?status=302&to=/x#part'", "curl -L '\(host)/a/r?status=302&to=/x_y'",
    "curl -L '\(host)/a/r?status=302'", "curl -L '\(host)/a/r?status=300&to=/x'",
    "curl -L '\(host)/a/r?status=304&to=/x'",
    "curl -L -d a=1 '\(host)/r?status=301&to=/x'", "curl -L -d a=1 '\(host)/r?status=302&to=/x'",
    "curl -L -d a=1 '\(host)/r?status=303&to=/x'", "curl -L -d a=1 '\(host)/r?status=307&to=/x'",
    "curl -L -d a=1 '\(host)/r?status=308&to=/x'", "curl -L --post301 -d a=1 '\(host)/r?status=301&to=/x'",
    "curl -L --post302 -d a=1 '\(host)/r?status=302&to=/x'", "curl -L --post303 -d a=1 '\(host)/r?status=303&to=/x'",
    "curl -L -T cat.jpg '\(host)/r?status=302&to=/x'", "curl -L -T cat.jpg '\(host)/r?status=303&to=/x'",
    "curl -L -T cat.jpg '\(host)/r?status=307&to=/x'", "curl -L -X PUT -d a=1 '\(host)/r?status=302&to=/x'",
    "curl -L -X PUT -d a=1 '\(host)/r?status=307&to=/x'", "curl -L -X POST '\(host)/r?status=301&to=/x'",
    "curl -L -X DELETE '\(host)/r?status=303&to=/x'", "curl -L -I '\(host)/r?status=303&to=/x'",
    "curl -L -i '\(host)/r?status=302&to=/x'", "curl -L -D - '\(host)/r?status=302&to=/x'",
    "curl -L -i -o all.txt '\(host)/r?status=302&to=/x'", "curl -L -O '\(host)/r?status=302&to=/x'",
    "curl -L --max-redirs 1 '\(host)/r?status=302&to=/x'", "curl -L --max-redirs -1 '\(host)/r?status=302&to=/x'",
    "curl -L -H 'X-Mine: a' -b c=d '\(host)/r?status=302&to=/x'",
    "curl -s -L -w '%{http_code} %{num_redirects} %{url_effective} %{redirect_url}' '\(host)/r?status=302&to=/x'",
    "curl -s -w '%{http_code} %{num_redirects} %{redirect_url}' '\(host)/a/r?status=302&to=../x'",
    "curl -L -f '\(host)/r?status=302&to=/x~status=200'",
  ]

  static let outputs: [String] = [
    "curl -i '\(host)/a'", "curl -D heads.txt '\(host)/a'", "curl -D heads.txt -i -o all.txt '\(host)/a'",
    "curl -I -o heads.txt '\(host)/a'", "curl -D - '\(host)/a'", "curl -o out.txt '\(host)/a?empty'",
    "curl -o - '\(host)/a'", "curl -i '\(host)/a?status=204&empty'", "curl -o out.txt '\(host)/a?status=404'",
    "curl -i -o out.txt '\(host)/a?status=404'", "curl -O '\(host)/dir/file.txt?x=y'",
    "curl --create-dirs -o out.txt '\(host)/a'", "curl -o /dev/stdout '\(host)/a'", "curl -o /dev/null -i '\(host)/a'",
    "curl -s -w '\\n%{http_code}|%{response_code}|%{size_download}|%{size_upload}|%{size_header}|%{content_type}' '\(host)/a'",
    "curl -s -d abc -w '%{method}|%{scheme}|%{http_version}|%{url}|%{url_effective}|%{num_headers}|%{urlnum}' '\(host)/a'",
    "curl -s -o out.txt -w '%{filename_effective}|%{exitcode}|%{errormsg}|100%%|\\t%header{x-a}|%header{none}\\n' '\(host)/a'",
    "curl -s -w @policy.txt '\(host)/a'", "curl -s -w @headers.txt '\(host)/a'",
    "curl -I -X GET '\(host)/a'", "curl -I -X GET -o heads.txt '\(host)/a'",
    "curl -s -w '%{stderr}x%{stdout}y%' '\(host)/a'",
    "curl -r 0-9 -H 'X-Empty;' -H 'Accept:' -H 'X-B:  c  d ' '\(host)/a'",
    "curl -A '' -e '' -H 'X-C: \"q\"' '\(host)/a'", "curl -b a=1 -b b=2 '\(host)/a'",
    "curl -X PATCH -d 1 '\(host)/a'", "curl '\(host)/a//b/%2F/%7e/~?x=%20+&&y'",
    "curl --path-as-is '\(host)/a/../b/./c'", "curl --url-query 'q=a b' --url-query '+raw=1' '\(host)/a?p'",
  ]

  static let data: [String] = [
    "curl -d @- '\(host)/a'", "curl --data-binary @- '\(host)/a'", "curl -T - '\(host)/a'", "curl -T . '\(host)/a'",
    "curl -d '' '\(host)/a'", "curl -d@query.json '\(host)/a'", "curl --data-ascii @query.json -d x '\(host)/a'",
    "curl --data-raw @query.json '\(host)/a'", "curl --data-urlencode name@query.json '\(host)/a'",
    "curl --data-urlencode @query.json '\(host)/a'", "curl --data-urlencode 'a b=c d' '\(host)/a'",
    "curl --data-urlencode 'ü&=\"' --data-urlencode '=x=y' '\(host)/a'", "curl --json @movie.json '\(host)/a'",
    "curl --json 1 -H 'Accept: text/plain' '\(host)/a'", "curl -G -d a -d @- '\(host)/a?b'",
    "curl -T cat.jpg '\(host)/dir/'", "curl -T cat.jpg '\(host)'", "curl -X PUT --data-binary @cat.jpg '\(host)/a'",
    "curl -d a -X GET '\(host)/a'", "curl -d a -H 'Content-Type: text/plain' '\(host)/a'",
    "curl -d a -H 'Content-Type:' '\(host)/a'", "curl -H @headers.txt -d a '\(host)/a'",
    "curl -I -G -d a=b '\(host)/a'", "curl -G '\(host)/a'", "curl -G -I '\(host)/a'", "curl -G -T cat.jpg '\(host)/a'",
    "curl --json 1 -G '\(host)/a'", "curl -H '' '\(host)/a'",
    "curl --no-fail -sd a '\(host)/a'",
  ]

  static let urls: [String] = [
    "curl '\(host)/a' '\(host)/b'", "curl -o x.txt '\(host)/a' -o y.txt '\(host)/b'",
    "curl '\(host)/a' -O '\(host)/b' -o y.txt",
    "curl -o x.txt '\(host)/a' '\(host)/b'", "curl -i '\(host)/a' --url '\(host)/b' -- '\(host)/c'",
    "curl -D heads.txt '\(host)/a' '\(host)/b'", "curl -D - '\(host)/a' '\(host)/b'",
    "curl --remote-name-all '\(host)/a' '\(host)/b' -o y.txt", "curl -d @- '\(host)/a' '\(host)/b'",
    "curl -T cat.jpg -T movie.json '\(host)/a/' '\(host)/b/'", "curl '\(host)/a' '\(host)/b' -T cat.jpg",
    "curl -s -w '%{urlnum} %{url} %{http_code}\n' '\(host)/a?status=404' '\(host)/b'",
    "curl -f '\(host)/a?status=404' '\(host)/b'", "curl -f '\(host)/a' '\(host)/b?status=404'",
    "curl --fail-early -f '\(host)/a?status=404' '\(host)/b'", "curl -G -d x=1 '\(host)/a' '\(host)/b?c'",
    "curl '\(host)/ü'", "curl '\(host)/a?x=ü'", "curl -O '\(host)/ü'", "curl -g '\(host)/{a,b}/[1-3]'",
    "curl -g '\(host)/a?q={\"a\":[1]}'", "curl '\(host)/a\"b<c>|^\\`?\"b<c>|^\\`'",
  ]

  static let proxies: [String] = [
    "curl -p -x \"http://$SERVER\" http://example.invalid/a?b",
    "curl --proxytunnel --proxy \"$SERVER\" -d a=1 http://example.invalid",
    "curl -Lpx \"$SERVER\" 'http://example.invalid:8080/r?status=302&to=http://other.invalid/x'",
  ]

  static let failures: [String] = [
    "curl -f '\(host)/a?status=404'", "curl -f -i '\(host)/a?status=500'", "curl -f -o out.txt '\(host)/a?status=403'",
    "curl -f -i -o out.txt '\(host)/a?status=404'", "curl --fail-with-body '\(host)/a?status=404'",
    "curl --fail-with-body -o out.txt '\(host)/a?status=404'", "curl --fail-with-body -i '\(host)/a?status=500'",
    "curl -s -f -w '%{http_code} %{exitcode} %{size_download}' '\(host)/a?status=404'",
    "curl -s --fail-with-body -w '%{http_code} %{exitcode} %{size_download}' '\(host)/a?status=404'",
    "curl -L -f '\(host)/r?status=302&to=/x~status=404'", "curl -L --max-redirs 0 '\(host)/r?status=302&to=/x'",
    "curl -L '\(host)/r?status=302&to=foo://x/'", "curl -s -w '%{http_code}' http://127.0.0.1:1/",
    "curl http://does-not-exist.invalid/", "curl foo://x/", "curl '\(host)/a b'", "curl -T none.txt '\(host)/a'",
    "curl --frobnicate '\(host)/a'", "curl -X", "curl", "curl --max-time x '\(host)/a'", "curl --retry x '\(host)/a'",
    "curl '\(host)/a?limit=0'", "curl '\(host)/a?limit=90'",
    "curl -o out.txt '\(host)/a?limit=0'",
    "curl -O '\(host)/dir/'", "curl -o none/out.txt '\(host)/a'", "curl -d a -T cat.jpg '\(host)/a'",
    "curl -d a -I '\(host)/a'", "curl https://127.0.0.1:1/",
    "curl \"https://$SERVER/\"", "curl --cacert none.pem \"https://$SERVER/\"",
    "curl -x http://none.invalid:1 http://example.invalid/", "curl -x http://127.0.0.1:1 http://example.invalid/",
  ]
}
