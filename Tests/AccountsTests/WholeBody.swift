import Routing

/// A content that is there at once.
final class WholeBody: RequestBody {
  private var rest: [UInt8]?
  let declaredLength: UInt64?

  init(_ bytes: [UInt8]) {
    rest = bytes.isEmpty ? nil : bytes
    declaredLength = UInt64(bytes.count)
  }

  func next() async throws(RequestBodyError) -> [UInt8]? { rest.take() }
}
