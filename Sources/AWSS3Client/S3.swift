/// The shapes of Amazon S3: the input and output of each operation, and the values in them.
///
/// Their names are those of the Amazon S3 API reference. They stand in here so that an application's own `Object` or `Bucket`
/// meets no other.
public enum S3 {}
