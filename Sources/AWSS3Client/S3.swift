/// A namespace for the types of the Amazon S3 API: the input and output of each operation, and the values they contain.
///
/// The types have the names of the Amazon S3 API reference. Nested in this namespace, they do not clash with an
/// application's own `Object` or `Bucket`.
public enum S3 {}
