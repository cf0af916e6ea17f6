package import TestSupport

extension RawClient {
  /// Reads until so many bytes have come, or more, or the server has closed.
  package func readUntil(count: Int) async throws -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < count {
      let more = try await read()
      if more.isEmpty { break }
      bytes += more
    }
    return bytes
  }
}
