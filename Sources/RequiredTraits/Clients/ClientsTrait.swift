// Every target that cannot be built without the trait depends on this one. It is compiled before them, so whoever leaves the
// trait out reads one sentence and not hundreds of errors about missing modules.

#if !Clients
  #error(
    """
    AWSRuntime, AWSIdentity, AWSS3Client and AWSElasticClient need the package trait "Clients". \
    Write traits: ["Clients"] where your Package.swift depends on swift-aws-evergreen, or leave traits out to get all of them.
    """)
#endif
