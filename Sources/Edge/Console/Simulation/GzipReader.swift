internal import CZ

/// Decompresses gzip (RFC 1952), members one after the other, piece by piece.
///
/// `@safe`: the stream belongs to one instance, and sees buffers during a call only.
@safe
final class GzipReader {
  private let name: String
  private let stream: UnsafeMutablePointer<z_stream>
  private var output = [UInt8](repeating: 0, count: 256 * 1024)
  /// Whether the last member has ended.
  private var isWhole = false

  /// A reader before the first byte; `name` is the file's.
  init(name: String) throws(CommandFailure) {
    self.name = name
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    guard unsafe floe_inflate_gzip_init(stream) == Z_OK else {
      throw .failed("\(name) cannot be decompressed: there is too little memory")
    }
  }

  deinit {
    unsafe inflateEnd(stream)
    unsafe stream.deallocate()
  }

  /// Decompresses a piece of the file and passes on what comes out.
  func read(
    _ piece: [UInt8], _ body: (Span<UInt8>) throws(CommandFailure) -> Void
  ) throws(CommandFailure) {
    var done = 0
    while done < piece.count || !isWhole {
      let (status, taken, given) = inflate(piece, from: done)
      done += taken
      guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR else {
        throw .failed("\(name) is no whole gzip file: \(Self.words(status))")
      }
      if given > 0 {
        let output = output
        try body(output.span.extracting(0..<given))
      }
      isWhole = status == Z_STREAM_END
      if isWhole { unsafe inflateReset(stream) }
      if taken == 0, given == 0 { break }
    }
  }

  /// To be called after the last piece.
  func finish() throws(CommandFailure) {
    guard isWhole else { throw .failed("\(name) is no whole gzip file: it ends too early") }
  }

  private func inflate(_ piece: [UInt8], from done: Int) -> (Int32, taken: Int, given: Int) {
    unsafe piece.withUnsafeBufferPointer { input in
      unsafe output.withUnsafeMutableBufferPointer { output in
        unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress! + done)
        unsafe stream.pointee.avail_in = UInt32(input.count - done)
        unsafe stream.pointee.next_out = output.baseAddress
        unsafe stream.pointee.avail_out = UInt32(output.count)
        let status = unsafe CZ.inflate(stream, Z_NO_FLUSH)
        return unsafe (
          status, input.count - done - Int(stream.pointee.avail_in),
          output.count - Int(stream.pointee.avail_out)
        )
      }
    }
  }

  private static func words(_ status: Int32) -> String {
    status == Z_MEM_ERROR ? "there is too little memory to read it" : "its bytes are damaged"
  }
}
