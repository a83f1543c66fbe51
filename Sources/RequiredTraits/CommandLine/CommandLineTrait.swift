// Every target that cannot be built without the trait depends on this one. It is compiled before them, so whoever leaves the
// trait out reads one sentence and not hundreds of errors about missing modules.

#if !CommandLine
  #error(
    """
    The tool evergreen needs the package trait "CommandLine". \
    Write traits: ["CommandLine"] where your Package.swift depends on swift-aws-evergreen, or leave traits out to get all of them.
    """)
#endif
