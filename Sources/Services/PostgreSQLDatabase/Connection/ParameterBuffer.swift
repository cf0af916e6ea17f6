internal import CPostgreSQL
internal import Persistence

/// The bound values of a statement as libpq wants them: types, texts that end in NUL, and lengths.
///
/// Types are always named, so that the server never has to guess what a `$1` is.
struct ParameterBuffer {
  /// The type numbers of the values (`pg_type.dat`): unknown, `int8`, `float8`, `text`, `bytea`.
  private(set) var types: [Oid] = []
  private var bytes: [UInt8] = []
  private var starts: [Int?] = []
  private var lengths: [Int32] = []
  private var formats: [Int32] = []

  /// The buffer of these values.
  init(_ values: [DatabaseValue]) {
    for value in values {
      switch value {
      case .null: add(nil, type: 0)
      case .integer(let number): add("\(number)".utf8, type: 20)
      case .real(let number): add("\(number)".utf8, type: 701)
      case .text(let text): add(text.utf8, type: 25)
      case .bytes(let raw): add(raw, type: 17, isBinary: true)
      }
    }
  }

  /// Runs the body with the arrays that libpq reads.
  func withPointers(
    _ body: (
      _ count: Int32, _ values: UnsafePointer<UnsafePointer<CChar>?>,
      _ lengths: UnsafePointer<Int32>,
      _ formats: UnsafePointer<Int32>
    ) -> Int32
  ) -> Int32 {
    unsafe bytes.withUnsafeBufferPointer { bytes in
      unsafe bytes.withMemoryRebound(to: CChar.self) { characters in
        let pointers = unsafe starts.map { start in
          unsafe start.map { unsafe characters.baseAddress! + $0 }
        }
        return unsafe pointers.withUnsafeBufferPointer { pointers in
          unsafe lengths.withUnsafeBufferPointer { lengths in
            unsafe formats.withUnsafeBufferPointer { formats in
              // Empty arrays have no address, and libpq looks at none of theirs.
              guard let values = pointers.baseAddress,
                let lengths = lengths.baseAddress,
                let formats = formats.baseAddress
              else { return unsafe withNothing(body) }
              return unsafe body(Int32(starts.count), values, lengths, formats)
            }
          }
        }
      }
    }
  }

  private func withNothing(
    _ body: (
      Int32, UnsafePointer<UnsafePointer<CChar>?>, UnsafePointer<Int32>, UnsafePointer<Int32>
    ) -> Int32
  ) -> Int32 {
    let (value, number): (UnsafePointer<CChar>?, Int32) = (nil, 0)
    return unsafe withUnsafePointer(to: value) { value in
      unsafe withUnsafePointer(to: number) { unsafe body(0, value, $0, $0) }
    }
  }

  private mutating func add(
    _ value: (some Collection<UInt8>)?, type: Oid, isBinary: Bool = false
  ) {
    types.append(type)
    formats.append(isBinary ? 1 : 0)
    guard let value else {
      starts.append(nil)
      lengths.append(0)
      return
    }
    starts.append(bytes.count)
    lengths.append(Int32(value.count))
    bytes.append(contentsOf: value)
    bytes.append(0)
  }

  private mutating func add(_ nothing: Never?, type: Oid) {
    add(nil as [UInt8]?, type: type)
  }
}
