/// The body of a request, read at the handler's pace.
package protocol RequestBody: AnyObject {
  /// The declared length; nil when chunked, 0 when there is none.
  var declaredLength: UInt64? { get }

  /// The next run of bytes, or nil at the end.
  ///
  /// - Throws: `RequestBodyError`.
  func next() async throws(RequestBodyError) -> [UInt8]?
}

extension RequestBody {
  /// The whole body in memory.
  ///
  /// - Parameter limit: bytes at most; a longer body throws `.tooLarge` before it is read.
  package func collect(limit: Int) async throws(RequestBodyError) -> [UInt8] {
    if let declaredLength, declaredLength > UInt64(limit) { throw .tooLarge(limit: limit) }
    var whole: [UInt8] = []
    if let declaredLength { whole.reserveCapacity(Int(declaredLength)) }
    while let run = try await next() {
      guard whole.count + run.count <= limit else { throw .tooLarge(limit: limit) }
      whole.append(contentsOf: run)
    }
    return whole
  }
}
