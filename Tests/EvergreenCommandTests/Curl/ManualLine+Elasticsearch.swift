extension ManualLine {
  private static let defaultsToJSON = "curl calls the data a form, which Elasticsearch refuses."

  /// Lines of the Elasticsearch reference.
  static let elasticsearch: [ManualLine] = [
    .elastic(#"curl localhost:9200"#, .emulated(200, contains: ["You Know, for Search"])),
    .elastic(#"curl -X GET "localhost:9200/?pretty""#, .emulated(200, contains: ["cluster_name", "tagline"])),
    .elastic(
      #"curl -X GET "localhost:9200/_cluster/health?wait_for_status=yellow&timeout=50s&pretty""#,
      .emulated(200, contains: ["\"status\":\"green\""])),
    .elastic(
      """
      curl -X PUT "localhost:9200/customer/_doc/1?pretty" -H 'Content-Type: application/json' -d'
      {
        "name": "John Doe"
      }
      '
      """, .emulated(201, contains: ["\"result\":\"created\"", "\"_id\":\"1\""])),
    .elastic(
      #"curl -X POST "localhost:9200/customer/_doc/?pretty" -H 'Content-Type: application/json' -d'{"name": "Jane"}'"#,
      .emulated(201, contains: ["\"result\":\"created\""])),
    .elastic(
      #"curl -X GET "localhost:9200/accounts/_doc/1?pretty""#,
      .emulated(200, contains: ["\"found\":true", "\"lastname\":\"Duke\""])),
    .elastic(
      #"curl -XGET 'http://localhost:9200/accounts/_source/1'"#,
      .printed(200, #"{"account_number":1,"lastname":"Duke"}"#)),
    .elastic(#"curl -I "localhost:9200/accounts/_doc/1?pretty""#, .emulated(200, contains: ["HTTP/1.1 200 OK\r\n"])),
    .elastic(#"curl --head localhost:9200/accounts/_doc/9"#, .emulated(404, contains: ["HTTP/1.1 404 Not Found\r\n"])),
    .elastic(
      """
      curl -H "Content-Type: application/json" -XPOST "localhost:9200/bank/_bulk?pretty&refresh" \
      --data-binary "@accounts.json"
      """, .emulated(200, contains: ["\"errors\":false", "\"_index\":\"bank\"", "\"_id\":\"6\""])),
    .elastic(
      """
      curl -X POST "localhost:9200/_bulk?pretty" -H 'Content-Type: application/json' -d'
      { "index" : { "_index" : "test", "_id" : "1" } }
      { "field1" : "value1" }
      { "delete" : { "_index" : "test", "_id" : "2" } }
      { "update" : {"_id" : "1", "_index" : "test"} }
      { "doc" : {"field2" : "value2"} }
      '
      """, .emulated(200, contains: ["\"errors\":false", "\"result\":\"not_found\"", "\"result\":\"updated\""])),
    .elastic(
      #"curl -s -H "Content-Type: application/x-ndjson" -XPOST localhost:9200/_bulk --data-binary "@requests""#,
      .emulated(200, contains: ["\"errors\":false", "\"_index\":\"test\""])),
    .elastic(
      #"curl -XPOST localhost:9200/bank/_bulk -d@accounts.json -H 'Content-Type: application/json'"#,
      .emulated(400, contains: ["must be terminated by a newline"])),
    .elastic(
      """
      curl -X GET "localhost:9200/accounts/_search?pretty" -H 'Content-Type: application/json' -d'
      {
        "query": { "match_all": {} },
        "sort": [ { "account_number": "asc" } ],
        "from": 1, "size": 1
      }
      '
      """, .emulated(200, contains: ["\"value\":2", "\"lastname\":\"Bond\""])),
    .elastic(
      #"curl -X GET "localhost:9200/accounts/_search?q=lastname:Duke&pretty""#,
      .emulated(200, contains: ["\"value\":1", "Duke"])),
    .elastic(
      #"curl -G 'localhost:9200/accounts/_search' --data-urlencode 'q=lastname:Duke AND account_number:1'"#,
      .emulated(200, contains: ["\"value\":1", "Duke"])),
    .elastic(
      #"curl -XGET 'localhost:9200/accounts/_count?pretty' -d@query.json -H'Content-Type: application/json'"#,
      .emulated(200, contains: ["\"count\":1"])),
    .elastic(
      #"curl -s "localhost:9200/accounts/_search?filter_path=hits.hits._source&q=*""#,
      .emulated(200, contains: ["Duke", "Bond"])),
    .elastic(
      """
      curl -X PUT "localhost:9200/my-index-000001?pretty" -H 'Content-Type: application/json' -d'
      {
        "settings": { "number_of_shards": 3, "number_of_replicas": 2 },
        "mappings": { "properties": { "field1": { "type": "text" } } }
      }
      '
      """, .printed(200, #"{"acknowledged":true,"shards_acknowledged":true,"index":"my-index-000001"}"#)),
    .elastic(
      #"curl -X POST "localhost:9200/accounts/_update/1?pretty" -H 'Content-Type: application/json' -d'{"doc": {"age": 5}}'"#,
      .emulated(200, contains: ["\"result\":\"updated\""])),
    .elastic(
      #"curl -X DELETE "localhost:9200/accounts/_doc/1?pretty""#, .emulated(200, contains: ["\"result\":\"deleted\""])),
    .elastic(#"curl -X DELETE "localhost:9200/accounts?pretty""#, .printed(200, #"{"acknowledged":true}"#)),
    .elastic(
      #"curl -X POST 'localhost:9200/accounts/_doc' -d '{"lastname": "Adams"}'"#,
      .emulated(201, contains: ["\"result\":\"created\""]), differs: defaultsToJSON),
    .elastic(
      """
      curl --location --request PUT 'localhost:9200/accounts/_doc/7' \\
      --header 'Content-Type: application/json' \\
      --data-raw '{
          "lastname": "Ayala"
      }'
      """, .emulated(201, contains: ["\"_id\":\"7\""])),
    .elastic(
      #"curl --request GET --url http://localhost:9200/accounts/_doc/1 --header 'accept: application/json'"#,
      .emulated(200, contains: ["Duke"])),
    .elastic(
      #"curl --json '{"lastname": "Adams"}' "localhost:9200/accounts/_doc?routing=kimchy""#,
      .emulated(201, contains: ["\"result\":\"created\""])),
    .elastic(
      #"curl -f -sS -o /dev/null -w '%{http_code}\n' localhost:9200/_cluster/health"#, .printed(200, "200\n")),
    .elastic(#"curl -s -o /dev/null -w "%{http_code}" "localhost:9200/missing/_doc/1""#, .printed(404, "404")),
    .elastic(
      #"curl --fail-with-body -sS localhost:9200/missing/_search"#,
      .emulated(404, exit: 22, contains: ["index_not_found_exception"])),
    .elastic(#"curl -fsS localhost:9200/missing/_search"#, .printed(404, exit: 22, "")),
    .elastic(
      #"curl -m 20 --connect-timeout 5 --retry 3 --retry-delay 1 --retry-connrefused -L localhost:9200/_cluster/health"#,
      .emulated(200, contains: ["green"])),
    .elastic(
      #"curl -X GET "localhost:9200/_cat/indices/my-index-*?v=true&s=index&pretty""#,
      .recorded("GET /_cat/indices/my-index-*?v=true&s=index&pretty")),
    .elastic(
      #"curl -X GET "localhost:9200/%3Clogstash-%7Bnow%2Fd%7D%3E/_search?pretty""#,
      .recorded("GET /%3Clogstash-%7Bnow%2Fd%7D%3E/_search?pretty")),
    .elastic(
      """
      curl -X POST "localhost:9200/_sql?format=txt&pretty" -H 'Content-Type: application/json' -d'
      {
        "query": "SELECT * FROM library WHERE release_date < \\u00272000-01-01\\u0027"
      }
      '
      """,
      .recorded(
        "POST /_sql?format=txt&pretty", type: "application/json",
        body:
          "\n{\n  \"query\": \"SELECT * FROM library WHERE release_date < \\u00272000-01-01\\u0027\"\n}\n")),
    .elastic(
      #"curl -XPOST "localhost:9200/_msearch" -H'Content-Type: application/x-ndjson' --data-binary @searches"#,
      .recorded(
        "POST /_msearch", type: "application/x-ndjson", body: "{}\n{\"query\" : {\"match_all\" : {}}}\n")),
    .elastic(
      #"curl -X PUT "localhost:9200/_cluster/settings" -H @headers.txt -d '{"transient":{"a":"b c"}}'"#,
      .recorded("PUT /_cluster/settings", type: "application/json", body: #"{"transient":{"a":"b c"}}"#)),
    .elastic(
      #"curl -X POST "localhost:9200/my-index-000001/_forcemerge?max_num_segments=5&pretty""#,
      .recorded("POST /my-index-000001/_forcemerge?max_num_segments=5&pretty")),
    .elastic(
      #"curl -XPOST 'localhost:9200/_analyze?pretty' -d'{"text": "a", "analyzer": "standard"}' -H'Content-Type:application/json'"#,
      .recorded(
        "POST /_analyze?pretty", type: "application/json", body: #"{"text": "a", "analyzer": "standard"}"#)),
    .elastic(
      #"curl --cacert http_ca.crt -u elastic:$ELASTIC_PASSWORD https://localhost:9200"#,
      .refused("-u (--user) is not taken. Requests are signed with the credentials found here")),
    .elastic(
      #"curl -H "Authorization: ApiKey $API_KEY" http://localhost:9200/_cluster/health"#,
      .refused("--no-sign-request")),
  ]
}
