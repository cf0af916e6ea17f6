import Testing

/// The reading that the rules rest on.
@Suite struct SwiftSourceTests {
  @Test func `strings and comments are not code`() {
    let (code, comments) = SourceLexer.split(
      #"""
      let a = "func { \(b("}")) //" // one {
      /* two { /* three */ } */ let c = #"\"{"# + """
        } import Foundation
        """
      func `a { sentence`() {}
      """#)
    #expect(code[0] == #"let a = "" "#)
    #expect(comments[0] == "// one {")
    #expect(code[1] == #" let c = "" + ""#)
    #expect(code[4] == "func ____________() {}")
    #expect(comments[1].hasPrefix("/* two"))
    #expect(code.count == 5 && comments.count == 5)
  }

  @Test func `functions have the length from their first line to their last brace`() {
    let source = SwiftSource(
      path: "Sources/Core/Bytes/A.swift",
      text: """
        protocol P {
          func first()
          init(a: Int)
        }
        struct A {
          func second(
            a: Int = { 1 }()
          ) async throws -> Int
          where A: P {
            return 1
          }
          init() { self.init(a: 2) }
          deinit {
          }
        }
        """)
    #expect(source.functions.map(\.name) == ["second", "init", "deinit"])
    #expect(source.functions.map(\.length) == [6, 1, 2])
    #expect(source.types.map(\.name) == ["P", "A"])
  }

  @Test func `imports are found with any access and kind`() {
    let source = SwiftSource(
      path: "Sources/Core/Bytes/A.swift",
      text: """
        import A
        public import struct B.C
        @testable import D
        // import E
        let important = 1
        """)
    #expect(source.imports.map(\.module) == ["A", "B", "D"])
  }

  @Test func `the manifest is read with its floors and imports`() {
    let manifest = PackageManifest(
      """
      func module(_ floor: String) -> Target { .target(name: name, path: "Sources/\\(floor)") }
      door("CX", "x", apt: "libx-dev"),
      // module("Core", "Old"),
      module("Core", "A"),
      module(
        "IO", "B", "A", "CX"),
      .executableTarget(name: "tool", dependencies: ["B"], path: "Sources/Edge/tool")
      """)
    #expect(manifest.modules.keys.sorted() == ["A", "B", "CX", "tool"])
    #expect(manifest.modules["B"]?.imports == ["A", "CX"])
    #expect(manifest.modules["tool"]?.floor == "Edge")
  }

  @Test func `the document's tree and arrows are read as they are drawn`() {
    let document = ArchitectureDocument(
      """
      # Floors
      ```
      floe/
      ├─ Sources/                  from the ground up
      │  ├─ System/                doors
      │  │  ├─ CUV/, CCurl/        two
      │  └─ Core/
      │     └─ Bytes/              spans
      └─ Tests/
      ```
      ```
      IO   EventLoops ─► CUV, CLinux
           Bytes → nothing
      ```
      """)
    #expect(
      document.folders == [
        "Sources", "Sources/System", "Sources/System/CUV", "Sources/System/CCurl", "Sources/Core",
        "Sources/Core/Bytes", "Tests",
      ])
    #expect(document.arrows == ["EventLoops": ["CUV", "CLinux"], "Bytes": []])
  }
}
