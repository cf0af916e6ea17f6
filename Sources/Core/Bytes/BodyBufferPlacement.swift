/// Where the bytes of new bodies are put.
package struct BodyBufferPlacement: Sendable {
  /// Declared lengths from here on get pages of their own, which are sent without being copied.
  ///
  /// Measured: at 64 KiB that costs 1.1 times what copying does, at 1 MiB 0.5 times.
  package var pagesThreshold: Int
  /// The longest body kept at all, in bytes.
  package var lengthMax: Int
  /// Bytes that each body is charged on top of its own, for everything that is kept with it.
  package var overhead: Int

  /// A placement whose parts are all known.
  package init(pagesThreshold: Int = 256 * 1024, lengthMax: Int, overhead: Int = 0) {
    self.pagesThreshold = max(pagesThreshold, 1)
    self.lengthMax = max(lengthMax, 0)
    self.overhead = max(overhead, 0)
  }
}
