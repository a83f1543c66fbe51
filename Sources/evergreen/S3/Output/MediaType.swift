/// The media type that a file's name tells.
package enum MediaType {
  /// The media type of a file; `nil` if the end of its name is not known, or says that the file is compressed.
  ///
  /// - Parameter path: The path or name of the file.
  package static func guess(path: String) -> String? {
    let bytes = path.utf8
    var name = bytes[(bytes.lastIndex(of: UInt8(ascii: "/")).map(bytes.index(after:)) ?? bytes.startIndex)...]
    guard var ending = ending(of: name) else { return nil }
    if let whole = archives[ending] { return whole }
    // An archive that is compressed is still one.
    if ["gz", "bz2", "xz", "br", "z"].contains(ending) {
      name = name.dropLast(ending.utf8.count + 1)
      guard let inner = self.ending(of: name) else { return nil }
      ending = inner
    }
    return types[ending]
  }

  private static func ending(of name: Substring.UTF8View) -> String? {
    guard let dot = name.lastIndex(of: UInt8(ascii: ".")), dot > name.startIndex else { return nil }
    let ending = name[name.index(after: dot)...]
    // A longer one is none that is known.
    return ending.isEmpty || ending.count > 12 ? nil : String(Substring(ending)).lowercased()
  }

  private static let archives = ["tgz": "application/x-tar", "taz": "application/x-tar", "svgz": "image/svg+xml"]

  /// From the registry of media types (https://www.iana.org/assignments/media-types) and what web servers send.
  private static let types: [String: String] = {
    var types: [String: String] = [:]
    for line in list.split(separator: "\n") {
      let words = line.split(separator: " ").map(String.init)
      for ending in words.dropFirst() { types[ending] = words[0] }
    }
    return types
  }()

  private static let list = """
    application/epub+zip epub
    application/gzip gzip
    application/java-archive jar
    application/json json map
    application/ld+json jsonld
    application/manifest+json webmanifest
    application/msword doc dot
    application/n-quads nq
    application/n-triples nt
    application/octet-stream a bin dll exe o obj so iso dmg img
    application/pdf pdf
    application/pkcs7-mime p7c
    application/postscript ai eps ps
    application/rtf rtf
    application/trig trig
    application/vnd.apple.mpegurl m3u8
    application/vnd.apple.pkpass pkpass
    application/vnd.android.package-archive apk
    application/vnd.ms-excel xls
    application/vnd.ms-fontobject eot
    application/vnd.ms-powerpoint ppt
    application/vnd.oasis.opendocument.presentation odp
    application/vnd.oasis.opendocument.spreadsheet ods
    application/vnd.oasis.opendocument.text odt
    application/vnd.openxmlformats-officedocument.presentationml.presentation pptx
    application/vnd.openxmlformats-officedocument.spreadsheetml.sheet xlsx
    application/vnd.openxmlformats-officedocument.wordprocessingml.document docx
    application/vnd.apache.parquet parquet
    application/wasm wasm
    application/x-7z-compressed 7z
    application/x-cpio cpio
    application/x-csh csh
    application/x-debian-package deb
    application/x-dvi dvi
    application/x-hdf5 h5
    application/x-latex latex
    application/x-ndjson ndjson
    application/x-python-code pyc
    application/x-sh sh
    application/x-shockwave-flash swf
    application/x-sql sql
    application/x-tar tar
    application/x-tcl tcl
    application/x-tex tex
    application/x-x509-ca-cert crt der
    application/xhtml+xml xhtml
    application/xml xml xsl rdf wsdl
    application/yaml yaml yml
    application/zip zip
    audio/aac aac
    audio/basic au snd
    audio/flac flac
    audio/midi mid midi
    audio/mp4 m4a
    audio/mpeg mp3 mp2
    audio/ogg ogg oga opus
    audio/x-aiff aif aiff
    audio/x-wav wav
    font/otf otf
    font/ttf ttf
    font/woff woff
    font/woff2 woff2
    image/apng apng
    image/avif avif
    image/bmp bmp
    image/gif gif
    image/heic heic
    image/jpeg jpeg jpg jpe
    image/jxl jxl
    image/png png
    image/svg+xml svg
    image/tiff tiff tif
    image/vnd.microsoft.icon ico
    image/webp webp
    message/rfc822 eml mht mhtml
    text/calendar ics
    text/css css
    text/csv csv
    text/html html htm
    text/javascript js mjs
    text/markdown md markdown
    text/plain txt text log c h bat ksh pl conf ini
    text/tab-separated-values tsv
    text/vcard vcf
    text/vtt vtt
    text/x-python py
    video/mp4 mp4 m4v
    video/mpeg mpeg mpg mpe
    video/mp2t ts
    video/ogg ogv
    video/quicktime mov qt
    video/webm webm
    video/x-matroska mkv
    video/x-msvideo avi
    """
}
