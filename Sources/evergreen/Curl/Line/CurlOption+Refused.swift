extension CurlOption {
  /// The options that are not taken, by reason. A `=` behind a name says that it has a value; a letter stands before a slash.
  static let refusedOptions: [CurlOption] = refusals.flatMap { reason, names in
    names.split { $0 == " " || $0 == "\n" }.map { word -> CurlOption in
      let hasValue = word.hasSuffix("=")
      let parts = (hasValue ? word.dropLast() : word).split(separator: "/")
      return CurlOption(
        String(parts[parts.count - 1]), parts.count > 1 ? String(parts[0]) : nil,
        .refused(reason: reason, hasValue: hasValue))
    }
  }

  private static let refusals: [(reason: String, names: String)] = [
    (
      """
      Requests are signed with the credentials found here (see 'evergreen credentials --explain'); a password in the arguments \
      can be read by everybody on the machine.
      """,
      """
      u/user= n/netrc netrc-file= netrc-optional oauth2-bearer= anyauth basic digest negotiate ntlm ntlm-wb delegation=
      service-name= login-options= sasl-authzid= sasl-ir krb= disallow-username-in-url
      """
    ),
    (
      "What is signed for one host must not go to others: --location signs for hosts of the same service.",
      "location-trusted"
    ),
    (
      """
      A form for S3 is signed by its fields, not by a header: sign its policy with 'evergreen sign' (kind post), and send it \
      with curl itself.
      """,
      "F/form= form-string= form-escape"
    ),
    (
      "URLs are asked one after the other, with the same options: run the tool again for others.",
      "Z/parallel parallel-immediate parallel-max= :/next rate="
    ),
    (
      """
      Requests go where the URL says: to sign for another host than that, as through a tunnel, use --signing-host.
      """,
      """
      resolve= connect-to= interface= unix-socket= abstract-unix-socket= local-port= request-target= haproxy-protocol
      haproxy-clientip= ip-tos= vlan-priority= ipfs-gateway=
      """
    ),
    (
      "The system resolves the names of hosts, and every address that it finds is tried.",
      """
      dns-interface= dns-ipv4-addr= dns-ipv6-addr= dns-servers= doh-url= doh-insecure doh-cert-status 4/ipv4 6/ipv6
      happy-eyeballs-timeout-ms=
      """
    ),
    (
      "Requests are sent by HTTP/1.1 alone.",
      "0/http1.0 http2 http2-prior-knowledge http3 http3-only http0.9 no-alpn no-npn alt-svc= hsts= tr-encoding raw"
    ),
    (
      "Only the certificate authorities can be chosen (--cacert, --insecure, AWS_CA_BUNDLE).",
      """
      E/cert= cert-type= cert-status key= key-type= pass= capath= ca-native crlfile= ciphers= tls13-ciphers= curves= engine=
      egd-file= random-file= false-start pinnedpubkey= 1/tlsv1 tlsv1.0 tlsv1.1 tlsv1.2 tlsv1.3 tls-max= 2/sslv2 3/sslv3
      tlsauthtype= tlspassword= tlsuser= ssl-allow-beast ssl-auto-client-cert ssl-no-revoke ssl-revoke-best-effort ssl
      ssl-reqd tls-earlydata ech= sigalgs= dump-ca-embed
      """
    ),
    (
      "Proxies are HTTP proxies, with a name and password in their address if they need them (--proxy, HTTPS_PROXY).",
      """
      preproxy= socks4= socks4a= socks5= socks5-hostname= socks5-basic socks5-gssapi socks5-gssapi-nec
      socks5-gssapi-service= proxy-anyauth proxy-basic proxy-cacert= proxy-capath= proxy-ca-native proxy-cert=
      proxy-cert-type= proxy-ciphers= proxy-crlfile= proxy-digest proxy-header= proxy-http2 proxy-insecure proxy-key=
      proxy-key-type= proxy-negotiate proxy-ntlm proxy-pass= proxy-pinnedpubkey= proxy-service-name= proxy-ssl-allow-beast
      proxy-ssl-auto-client-cert proxy-tls13-ciphers= proxy-tlsauthtype= proxy-tlspassword= proxy-tlsuser= proxy-tlsv1
      U/proxy-user= proxy1.0= suppress-connect-headers
      """
    ),
    (
      "Requests are sent by http:// and https:// alone.",
      """
      a/append crlf ftp-account= ftp-alternative-to-user= ftp-create-dirs ftp-method= ftp-pasv P/ftp-port= ftp-pret
      ftp-skip-pasv-ip ftp-ssl-ccc ftp-ssl-ccc-mode= ftp-ssl-control disable-eprt disable-epsv l/list-only Q/quote=
      B/use-ascii compressed-ssh hostpubmd5= hostpubsha256= pubkey= mail-auth= mail-from= mail-rcpt= mail-rcpt-allowfails
      t/telnet-option= tftp-blksize= tftp-no-options proto= proto-default= proto-redir= upload-flags=
      """
    ),
    ("Cookies are not kept: --cookie sends one.", "c/cookie-jar= j/junk-session-cookies"),
    ("Files are written whole or not at all; to ask for a part, use --range.", "C/continue-at="),
    (
      "A file's name is chosen by --output or --remote-name, and nothing but the body is kept of a response.",
      "J/remote-header-name R/remote-time xattr no-clobber create-file-mode= etag-save= etag-compare= skip-existing"
    ),
    (
      "There is no such report: --verbose says what is signed, sent and received.",
      "trace= trace-ascii= trace-time trace-ids trace-config= libcurl= stderr= styled-output"
    ),
    ("There is no progress meter.", "#/progress-bar"),
    (
      "Speed, size and the life of connections are not limited here; --max-time limits the time.",
      """
      limit-rate= Y/speed-limit= y/speed-time= max-filesize= keepalive-time= keepalive-cnt= no-keepalive tcp-fastopen
      mptcp expect100-timeout= ignore-content-length
      """
    ),
    ("Write the condition as a header, such as -H 'If-Modified-Since: …'.", "z/time-cond="),
    ("Options are read from the command line alone.", "K/config= variable= expand-url="),
    ("Curl's manual is not here; --help says what this tool takes.", "M/manual metalink"),
  ]
}
