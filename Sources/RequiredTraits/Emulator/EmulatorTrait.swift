// Every target that cannot be built without the trait depends on this one. It is compiled before them, so whoever leaves the
// trait out reads one sentence and not hundreds of errors about missing modules.

#if !Emulator
  #error(
    """
    AWSEmulator needs the package trait "Emulator". \
    Write traits: ["Emulator"] where your Package.swift depends on swift-aws-evergreen, or leave traits out to get all of them.
    """)
#endif
