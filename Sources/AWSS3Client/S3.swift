/// A namespace for the types of Amazon S3: the input and output of each operation, and the values in them.
///
/// Their names are those of the Amazon S3 API reference. They are nested in this type so that they do not clash with an
/// application's own `Object` or `Bucket`.
public enum S3 {}
