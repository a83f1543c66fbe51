extension ManualLine {
  /// Lines for any server.
  static let general: [ManualLine] = [
    .s3(
      #"curl -A "my-app/1.0" -e https://example.com/ -b "a=1; b=2" -H "X-Empty;" -H "Accept:" https://s3.us-east-1.amazonaws.com/a"#,
      .recorded("GET /a")),
    .s3(
      #"curl -d a=1 -d "b=2&c" --data-raw @d --data-urlencode "e=f g/h" --data-urlencode "=i+j" https://s3.us-east-1.amazonaws.com/form"#,
      .recorded(
        "POST /form", type: "application/x-www-form-urlencoded", body: "a=1&b=2&c&@d&e=f+g%2Fh&i%2Bj")),
    .s3(
      #"curl -d @- https://s3.us-east-1.amazonaws.com/form"#,
      .recorded("POST /form", type: "application/x-www-form-urlencoded", body: "onetwo"), input: "one\r\ntwo\n"),
    .s3(
      #"curl -sSik -XPOST https://s3.us-east-1.amazonaws.com/a/b?c"#, .recorded("POST /a/b?c")),
    .s3(#"curl https://s3.us-east-1.amazonaws.com?a=b"#, .recorded("GET /?a=b")),
    .s3(#"curl https://s3.us-east-1.amazonaws.com/a?b#c"#, .recorded("GET /a?b")),
    .s3(#"curl --url https://s3.us-east-1.amazonaws.com/a --get --data x=1"#, .recorded("GET /a?x=1")),
    .s3(#"curl -D - -o body.txt https://s3.us-east-1.amazonaws.com/a"#, .recorded("GET /a")),
    .s3(#"curl -i -o body.txt https://s3.us-east-1.amazonaws.com/a"#, .recorded("GET /a")),
    .s3(
      #"curl -X OPTIONS -H 'Origin: https://example.com' https://s3.us-east-1.amazonaws.com/a"#, .recorded("OPTIONS /a")
    ),
    .s3(
      #"curl --json '{"a":' --json '1}' https://s3.us-east-1.amazonaws.com/a"#,
      .recorded("POST /a", type: "application/json", body: #"{"a":1}"#)),
    .s3(
      #"curl -w '%{http_code} %{content_type} %{size_download} %{method} %{num_redirects} %header{x-a}\n' https://s3.us-east-1.amazonaws.com/a"#,
      .recorded("GET /a")),
    .s3(
      #"curl -X PUT https://s3.us-east-1.amazonaws.com/a -d {"a": 1}"#,
      .refused("There are 2 URLs, of which '1}' may be a value whose option is missing")),
    .s3(
      #"curl 'https://s3.us-east-1.amazonaws.com/{a,b}'"#, .refused("by which curl makes several requests")),
    .s3(
      #"curl -T '[1-3].txt' https://s3.us-east-1.amazonaws.com/a/"#, .refused("The value of --upload-file holds '['")),
    .s3(#"curl -o a -o b https://s3.us-east-1.amazonaws.com/a"#, .refused("more options --output")),
    .s3(#"curl -T cat.jpg -T cat.jpg https://s3.us-east-1.amazonaws.com/a"#, .refused("more options --upload-file")),
    .s3(#"curl -C - -O https://s3.us-east-1.amazonaws.com/a"#, .refused("to ask for a part, use --range")),
    .s3(#"curl --http2 https://s3.us-east-1.amazonaws.com/a"#, .refused("Requests are sent by HTTP/1.1 alone.")),
    .s3(
      #"curl -o /dev/null -s -w 'Total: %{time_total}s, lookup: %{time_namelookup}s\n' https://s3.us-east-1.amazonaws.com/a"#,
      .refused("--write-out cannot tell %{time_namelookup}")),
    .s3(#"curl -n https://s3.us-east-1.amazonaws.com/a"#, .refused("-n (--netrc) is not taken.")),
    .s3(#"curl -K curl.cfg"#, .refused("Options are read from the command line alone.")),
    .s3(
      #"curl -Z https://s3.us-east-1.amazonaws.com/a"#, .refused("URLs are asked one after the other")),
    .s3(
      #"curl --limit-rate 1M https://s3.us-east-1.amazonaws.com/a"#, .refused("--max-time limits the time")),
    .s3(
      #"curl --cert client.pem https://s3.us-east-1.amazonaws.com/a"#,
      .refused("Only the certificate authorities can be chosen")),
    .s3(
      #"curl --resolve s3.us-east-1.amazonaws.com:443:127.0.0.1 https://s3.us-east-1.amazonaws.com/a"#,
      .refused("--signing-host")),
    .s3(#"curl --frobnicate https://s3.us-east-1.amazonaws.com/a"#, .refused("neither of curl nor of this tool")),
    .s3(#"curl https://s3.us-east-1.amazonaws.com/a/../b"#, .refused("'.' or '..'")),
    .s3(#"curl -H "Host: photos" https://s3.us-east-1.amazonaws.com/a"#, .refused("--signing-host")),
    .s3(#"curl -H "Transfer-Encoding: chunked" -d a https://s3.us-east-1.amazonaws.com/a"#, .refused("chunked")),
    .s3(#"curl -X"#, .refused("-X (--request) needs a value.")),
  ]
}
