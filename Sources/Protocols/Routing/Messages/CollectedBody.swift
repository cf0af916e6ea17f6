/// A body that has been read already, for who comes after the reader.
package final class CollectedBody: RequestBody {
  private var bytes: [UInt8]?
  package let declaredLength: UInt64?

  /// A body of these bytes.
  package init(_ bytes: [UInt8]) {
    self.bytes = bytes.isEmpty ? nil : bytes
    declaredLength = UInt64(bytes.count)
  }

  package func next() async throws(RequestBodyError) -> [UInt8]? {
    defer { bytes = nil }
    return bytes
  }
}
