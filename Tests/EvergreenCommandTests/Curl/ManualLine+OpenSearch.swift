extension ManualLine {
  private static let curlNeedsUser = "curl signs only with --user."

  /// Lines of the documentation of OpenSearch and of the guide to Amazon OpenSearch Service.
  static let openSearch: [ManualLine] = [
    .elastic(
      #"curl -X GET "https://localhost:9200/_cat/nodes?v" -ku admin:admin"#,
      .refused("-u (--user) is not taken. Requests are signed with the credentials found here")),
    .elastic(
      #"curl -XPUT 'http://localhost:9200/students'"#,
      .printed(200, #"{"acknowledged":true,"shards_acknowledged":true,"index":"students"}"#)),
    .elastic(
      """
      curl -XPOST "http://localhost:9200/students/_doc" -H 'Content-Type: application/json' -d'
      {
        "name": "John Doe",
        "gpa": 3.89,
        "grad_year": 2022
      }'
      """, .emulated(201, contains: ["\"_index\":\"students\"", "created"])),
    .elastic(
      """
      curl -H "Content-Type: application/x-ndjson" -X PUT "http://localhost:9200/ecommerce" \
      --data-binary "@settings.json"
      """, .emulated(200, contains: ["\"index\":\"ecommerce\""])),
    .elastic(
      #"curl -XPOST 'https://search-movies-x.us-east-1.es.amazonaws.com/_bulk' --data-binary @requests -H 'Content-Type: application/json'"#,
      .emulated(200, contains: ["\"errors\":false"])),
    .elastic(
      #"curl -XGET 'https://search-movies-x.us-east-1.es.amazonaws.com/accounts/_search?q=Duke&pretty=true'"#,
      .emulated(200, contains: ["\"value\":1"])),
    .elastic(
      #"curl -XPUT 'https://search-movies-x.us-east-1.es.amazonaws.com/movies/_doc/1' -T movie.json -H 'Content-Type: application/json'"#,
      .emulated(201, contains: ["\"_index\":\"movies\""])),
    .elastic(
      #"curl -XPUT -u 'master-user:pw' 'https://search-movies-x.us-east-1.es.amazonaws.com/movies/_doc/1' -d '{}'"#,
      .refused("-u (--user) is not taken.")),
    .elastic(
      #"curl --aws-sigv4 "aws:amz:us-east-1:es" https://search-movies-x.us-east-1.es.amazonaws.com/_cluster/health"#,
      .emulated(200, contains: ["green"]), differs: curlNeedsUser),
    .elastic(
      #"curl --aws-sigv4 "aws:amz:us-east-1:aoss" -X PUT 'https://search-movies-x.us-east-1.es.amazonaws.com/books' -d '{}'"#,
      .emulated(200, contains: ["\"index\":\"books\""]), differs: curlNeedsUser),
    .elastic(
      #"curl -XGET 'https://search-movies-x.us-east-1.es.amazonaws.com/_plugins/_sql?sql=SELECT%20*%20FROM%20movies%20LIMIT%201'"#,
      .recorded("GET /_plugins/_sql?sql=SELECT%20*%20FROM%20movies%20LIMIT%201")),
    .elastic(
      #"curl -X PUT "http://localhost:9200/_snapshot/my-repository/2" -d '{"indices": "a"}' -H "Content-Type: application/json" -i"#,
      .recorded(
        "PUT /_snapshot/my-repository/2", type: "application/json", body: #"{"indices": "a"}"#)),
  ]
}
