/// Random bits of the process, under which names and tables are hashed.
package struct ContentKeySecret: Sendable {
  let word0: UInt64
  let word1: UInt64

  /// A secret given by its two words; tests use it to be repeatable.
  package init(_ word0: UInt64, _ word1: UInt64) {
    self.word0 = word0
    self.word1 = word1
  }

  /// A secret from the system's random source.
  package static func random() -> ContentKeySecret {
    ContentKeySecret(.random(in: .min ... .max), .random(in: .min ... .max))
  }
}
