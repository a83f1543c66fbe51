/// A namespace for the types of the Amazon S3 API: the input and output of each operation, and the values they contain.
///
/// The types have the names of the Amazon S3 API reference. They are nested in this namespace so that an application
/// can have types of its own with names such as `Object` and `Bucket`.
public enum S3 {}
