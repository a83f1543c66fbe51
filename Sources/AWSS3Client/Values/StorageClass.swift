extension S3 {
  /// A storage class of S3. For a class without a constant, pass its name to ``init(rawValue:)``.
  public struct StorageClass: OpenEnumeration {
    /// The name of the storage class in the S3 API, such as `STANDARD_IA`.
    public let rawValue: String

    /// Makes a storage class from its name in the S3 API.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// S3's default storage class, for objects that are read often.
    public static let standard = StorageClass(rawValue: "STANDARD")
    /// For objects of which it is not known how often they are read: S3 moves each to a cheaper or faster tier
    /// accordingly.
    public static let intelligentTiering = StorageClass(rawValue: "INTELLIGENT_TIERING")
    /// For objects that are read rarely.
    public static let standardInfrequentAccess = StorageClass(rawValue: "STANDARD_IA")
    /// For objects that are read rarely and can be recreated if they are lost. They are stored in one availability zone
    /// only.
    public static let oneZoneInfrequentAccess = StorageClass(rawValue: "ONEZONE_IA")
    /// For objects that are read often and must be read with the lowest latency. They are stored in one availability
    /// zone only.
    public static let expressOneZone = StorageClass(rawValue: "EXPRESS_ONEZONE")
    /// An archive whose objects can be read immediately.
    public static let glacierInstantRetrieval = StorageClass(rawValue: "GLACIER_IR")
    /// An archive from which objects must be restored before they are read.
    public static let glacier = StorageClass(rawValue: "GLACIER")
    /// The cheapest archive, from which restoring takes hours.
    public static let deepArchive = StorageClass(rawValue: "DEEP_ARCHIVE")
    /// Obsolete: objects of this class are lost more often than those of ``standard``.
    public static let reducedRedundancy = StorageClass(rawValue: "REDUCED_REDUNDANCY")
    /// For objects on AWS Outposts.
    public static let outposts = StorageClass(rawValue: "OUTPOSTS")
    /// For objects on AWS Snow devices.
    public static let snow = StorageClass(rawValue: "SNOW")
    /// For objects in file systems of Amazon FSx for OpenZFS.
    public static let fsxOpenZFS = StorageClass(rawValue: "FSX_OPENZFS")
    /// For objects in file systems of Amazon FSx for NetApp ONTAP.
    public static let fsxONTAP = StorageClass(rawValue: "FSX_ONTAP")
  }
}
