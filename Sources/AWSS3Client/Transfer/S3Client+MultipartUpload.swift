import AWSRuntime

extension S3Client {
  /// Begins a multipart upload.
  ///
  /// - Returns: The id of the upload.
  func createUpload(_ input: S3.PutObjectInput) async throws -> String {
    var request = S3.CreateMultipartUploadInput(bucket: input.bucket, key: input.key)
    request.acl = input.acl
    request.cacheControl = input.cacheControl
    request.contentDisposition = input.contentDisposition
    request.contentEncoding = input.contentEncoding
    request.contentLanguage = input.contentLanguage
    request.contentType = input.contentType
    request.expires = input.expires
    request.grantFullControl = input.grantFullControl
    request.grantRead = input.grantRead
    request.grantReadACP = input.grantReadACP
    request.grantWriteACP = input.grantWriteACP
    request.metadata = input.metadata
    request.serverSideEncryption = input.serverSideEncryption
    request.storageClass = input.storageClass
    request.websiteRedirectLocation = input.websiteRedirectLocation
    request.sseCustomerAlgorithm = input.sseCustomerAlgorithm
    request.sseCustomerKey = input.sseCustomerKey
    request.sseCustomerKeyMD5 = input.sseCustomerKeyMD5
    request.sseKMSKeyId = input.sseKMSKeyId
    request.sseKMSEncryptionContext = input.sseKMSEncryptionContext
    request.bucketKeyEnabled = input.bucketKeyEnabled
    request.requestPayer = input.requestPayer
    request.tagging = input.tagging
    request.objectLockMode = input.objectLockMode
    request.objectLockRetainUntilDate = input.objectLockRetainUntilDate
    request.objectLockLegalHoldStatus = input.objectLockLegalHoldStatus
    request.expectedBucketOwner = input.expectedBucketOwner
    if let algorithm = partAlgorithm(of: input) {
      request.checksumAlgorithm = algorithm
      // So the object has a checksum that can be compared with its content when it is read.
      request.checksumType = FullChecksum.isPossible(algorithm) ? .fullObject : nil
    }
    request.additionalHeaders = input.additionalHeaders
    // A cancellation must not lose the id of an upload that has begun: then nobody could remove it.
    let output = try await Task { [request] in try await createMultipartUpload(request) }.value
    guard let uploadId = output.uploadId, !uploadId.isEmpty else {
      throw S3Error(
        S3Problem(.invalidResponse, code: .invalidResponse, message: "The response names no upload (UploadId)."),
        operation: "s3.CreateMultipartUpload", target: input.target)
    }
    return uploadId
  }

  /// Removes what an upload has left, after a failure or a cancellation. It is done whatever happens to the caller's task, and does
  /// not hide why.
  func removeUpload(_ uploadId: String, of input: S3.PutObjectInput) async {
    await Task {
      var request = S3.AbortMultipartUploadInput(bucket: input.bucket, key: input.key, uploadId: uploadId)
      request.requestPayer = input.requestPayer
      request.expectedBucketOwner = input.expectedBucketOwner
      // A part that was on its way may arrive after the upload was aborted, and then it stays ("AbortMultipartUpload" in the Amazon
      // S3 API): so S3 is asked, and told again.
      for _ in 0..<3 {
        guard (try? await abortMultipartUpload(request)) != nil else { return }
        var list = listOfParts(uploadId, of: input)
        list.maxParts = 1
        do {
          _ = try await listParts(list)
        } catch let error as S3Error where error.code == .noSuchUpload {
          return
        } catch {}
      }
    }.value
  }

  /// The parts that S3 has of an upload, by their numbers.
  func partsOfUpload(_ token: S3.UploadToken, _ input: S3.PutObjectInput) async throws -> [Int: S3.Part] {
    var known: [Int: S3.Part] = [:]
    for try await page in listPartsPages(listOfParts(token.uploadId, of: input)) {
      for part in page.parts { known[part.partNumber] = part }
    }
    return known
  }

  private func listOfParts(_ uploadId: String, of input: S3.PutObjectInput) -> S3.ListPartsInput {
    var request = S3.ListPartsInput(bucket: input.bucket, key: input.key, uploadId: uploadId)
    request.requestPayer = input.requestPayer
    request.expectedBucketOwner = input.expectedBucketOwner
    request.sseCustomerAlgorithm = input.sseCustomerAlgorithm
    request.sseCustomerKey = input.sseCustomerKey
    request.sseCustomerKeyMD5 = input.sseCustomerKeyMD5
    return request
  }
}

extension S3.CompletedPart {
  /// What the copy of a part has returned.
  init(_ output: S3.CopyPartResult?, number: Int) {
    self.init()
    partNumber = number
    etag = output?.etag
    checksumCRC32 = output?.checksumCRC32
    checksumCRC32C = output?.checksumCRC32C
    checksumCRC64NVME = output?.checksumCRC64NVME
    checksumSHA1 = output?.checksumSHA1
    checksumSHA256 = output?.checksumSHA256
    checksumSHA512 = output?.checksumSHA512
    checksumMD5 = output?.checksumMD5
    checksumXXHASH64 = output?.checksumXXHASH64
    checksumXXHASH3 = output?.checksumXXHASH3
    checksumXXHASH128 = output?.checksumXXHASH128
  }

  /// What a part's upload has returned.
  init(_ output: S3.UploadPartOutput, number: Int) {
    self.init()
    partNumber = number
    etag = output.etag
    checksumCRC32 = output.checksumCRC32
    checksumCRC32C = output.checksumCRC32C
    checksumCRC64NVME = output.checksumCRC64NVME
    checksumSHA1 = output.checksumSHA1
    checksumSHA256 = output.checksumSHA256
    checksumSHA512 = output.checksumSHA512
    checksumMD5 = output.checksumMD5
    checksumXXHASH64 = output.checksumXXHASH64
    checksumXXHASH3 = output.checksumXXHASH3
    checksumXXHASH128 = output.checksumXXHASH128
  }

  /// A part that S3 lists.
  init(_ part: S3.Part) {
    self.init()
    partNumber = part.partNumber
    etag = part.etag
    checksumCRC32 = part.checksumCRC32
    checksumCRC32C = part.checksumCRC32C
    checksumCRC64NVME = part.checksumCRC64NVME
    checksumSHA1 = part.checksumSHA1
    checksumSHA256 = part.checksumSHA256
    checksumSHA512 = part.checksumSHA512
    checksumMD5 = part.checksumMD5
    checksumXXHASH64 = part.checksumXXHASH64
    checksumXXHASH3 = part.checksumXXHASH3
    checksumXXHASH128 = part.checksumXXHASH128
  }
}
