extension ManualLine {
  private static let curlNeedsUser = "curl signs only with --user."

  /// Lines as the guides to Amazon S3 and its developers write them.
  static let s3Lines: [ManualLine] = [
    .s3(
      #"curl -X PUT -T cat.jpg -H "Content-Type: image/jpeg" https://s3.us-east-1.amazonaws.com/photos/new.jpg"#,
      .printed(200, "")),
    .s3(#"curl -T cat.jpg https://s3.us-east-1.amazonaws.com/photos/"#, .printed(200, "")),
    .s3(
      #"curl --upload-file - https://s3.us-east-1.amazonaws.com/photos/notes.txt"#, .printed(200, ""),
      input: "line one\nline two\n"),
    .s3(
      #"curl -X PUT --data-binary @cat.jpg -H 'Content-Type: image/jpeg' https://s3.us-east-1.amazonaws.com/photos/b.jpg"#,
      .printed(200, "")),
    .s3(
      #"curl -T cat.jpg -H "x-amz-meta-owner: alice" -H "x-amz-storage-class: STANDARD_IA" https://s3.us-east-1.amazonaws.com/photos/m.jpg"#,
      .printed(200, "")),
    .s3(
      #"curl -T cat.jpg -H 'If-None-Match: *' https://s3.us-east-1.amazonaws.com/photos/tiger.jpg"#,
      .emulated(412, contains: ["PreconditionFailed"])),
    .s3(
      #"curl -o tiger.jpg https://s3.us-east-1.amazonaws.com/photos/tiger.jpg"#, .printed(200, ""),
      files: ["tiger.jpg": "0123456789"]),
    .s3(
      #"curl -O https://s3.us-east-1.amazonaws.com/photos/tiger.jpg"#, .printed(200, ""),
      files: ["tiger.jpg": "0123456789"]),
    .s3(
      #"curl -fsSLO https://s3.us-east-1.amazonaws.com/photos/none.jpg"#, .printed(404, exit: 22, "")),
    .s3(
      #"curl --create-dirs --output-dir . -o t.jpg https://s3.us-east-1.amazonaws.com/photos/tiger.jpg"#,
      .printed(200, ""), files: ["t.jpg": "0123456789"]),
    .s3(#"curl -r 0-3 https://s3.us-east-1.amazonaws.com/photos/tiger.jpg"#, .printed(206, "0123")),
    .s3(#"curl -s -r -4 https://s3.us-east-1.amazonaws.com/photos/tiger.jpg"#, .printed(206, "6789")),
    .s3(#"curl --range 8 https://s3.us-east-1.amazonaws.com/photos/tiger.jpg"#, .printed(206, "89")),
    .s3(
      #"curl -I https://s3.us-east-1.amazonaws.com/photos/tiger.jpg"#,
      .emulated(200, contains: ["HTTP/1.1 200 OK\r\n", "10\r\n"])),
    .s3(#"curl -X DELETE https://s3.us-east-1.amazonaws.com/photos/tiger.jpg"#, .printed(204, "")),
    .s3(
      #"curl "https://s3.us-east-1.amazonaws.com/photos?list-type=2&prefix=t&max-keys=10""#,
      .emulated(200, contains: ["<Key>tiger.jpg</Key>", "<MaxKeys>10</MaxKeys>"])),
    .s3(
      #"curl -G https://s3.us-east-1.amazonaws.com/photos -d list-type=2 --data-urlencode "prefix=no such&/key""#,
      .emulated(200, contains: ["<Prefix>no such&amp;/key</Prefix>"])),
    .s3(
      #"curl "https://s3.us-east-1.amazonaws.com/photos/?list-type=2&delimiter=%2F""#,
      .emulated(200, contains: ["tiger.jpg"])),
    .s3(
      #"curl https://s3.us-east-1.amazonaws.com/"#, .emulated(200, contains: ["<Name>photos</Name>"])),
    .s3(#"curl -X PUT https://s3.us-east-1.amazonaws.com/new-bucket"#, .printed(200, "")),
    .s3(#"curl -I -f https://s3.us-east-1.amazonaws.com/no-bucket"#, .emulated(404, exit: 22)),
    .s3(
      #"curl -X PUT -H "x-amz-copy-source: /photos/tiger.jpg" https://s3.us-east-1.amazonaws.com/photos/copy.jpg"#,
      .emulated(200, contains: ["CopyObjectResult"])),
    .s3(
      #"curl -s --compressed https://s3.us-east-1.amazonaws.com/photos/tiger.jpg"#, .printed(200, "0123456789")),
    .s3(
      #"curl "https://s3.us-east-1.amazonaws.com/photos/a%20b%2Bc?versionId=3HL4kqtJvjVBH40Nrjfkd""#,
      .recorded("GET /photos/a%20b%2Bc?versionId=3HL4kqtJvjVBH40Nrjfkd")),
    .s3(
      #"curl -X POST "https://s3.us-east-1.amazonaws.com/photos/big.bin?uploads""#,
      .recorded("POST /photos/big.bin?uploads")),
    .s3(
      #"curl "https://s3.us-east-1.amazonaws.com/photos/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=aeeed9bb""#,
      .recorded("GET /photos/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=aeeed9bb")),
    .s3(
      #"curl --aws-sigv4 "aws:amz:us-east-1:s3" -H "x-amz-content-sha256: UNSIGNED-PAYLOAD" -T cat.jpg https://s3.us-east-1.amazonaws.com/photos/u.jpg"#,
      .printed(200, ""), differs: curlNeedsUser),
    .s3(
      #"curl --aws-sigv4 "aws:amz:us-east-1:s3" --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY" -T cat.jpg https://s3.us-east-1.amazonaws.com/photos/u.jpg"#,
      .refused("--user is not taken. Requests are signed with the credentials found here")),
    .s3(
      #"curl -H "x-amz-security-token: $AWS_SESSION_TOKEN" https://s3.us-east-1.amazonaws.com/photos/tiger.jpg"#,
      .refused("x-amz-security-token is part of the signature")),
    .s3(
      #"curl -F key=uploads/cat.jpg -F "policy=<policy.txt" -F file=@cat.jpg https://s3.us-east-1.amazonaws.com/photos"#,
      .refused("A form for S3 is signed by its fields")),
  ]
}
