internal import CSQLite
internal import Persistence

/// A prepared statement of one connection.
///
/// `@safe`: it owns the handle, and its connection lets go of every statement before it closes.
@safe final class SQLiteStatement {
  private let handle: OpaquePointer

  /// Takes a statement over.
  init(_ handle: OpaquePointer) { unsafe self.handle = handle }

  deinit { unsafe sqlite3_finalize(handle) }

  /// Whether it writes nothing.
  var isReading: Bool { unsafe sqlite3_stmt_readonly(handle) != 0 }

  /// How many values it takes.
  var parameterCount: Int { unsafe Int(sqlite3_bind_parameter_count(handle)) }

  /// Binds a value at an index from 1; gives SQLite's result.
  func bind(_ value: DatabaseValue, at index: Int32) -> Int32 {
    switch value {
    case .null: unsafe sqlite3_bind_null(handle, index)
    case .integer(let number): unsafe sqlite3_bind_int64(handle, index, number)
    case .real(let number): unsafe sqlite3_bind_double(handle, index, number)
    case .text(var text):
      text.withUTF8 { bytes in
        unsafe floe_sqlite_bind_text(handle, index, bytes.baseAddress, UInt64(bytes.count))
      }
    case .bytes(let bytes):
      if bytes.isEmpty {
        unsafe sqlite3_bind_zeroblob(handle, index, 0)
      } else {
        unsafe bytes.withUnsafeBytes { bytes in
          unsafe floe_sqlite_bind_blob(handle, index, bytes.baseAddress, UInt64(bytes.count))
        }
      }
    }
  }

  /// Goes on to the next row or the end.
  func step() -> Int32 { unsafe sqlite3_step(handle) }

  /// Makes it ready to run again, and forgets the values.
  func reset() {
    unsafe sqlite3_reset(handle)
    unsafe sqlite3_clear_bindings(handle)
  }

  /// The names of the columns.
  var columns: [String] {
    (0..<(unsafe sqlite3_column_count(handle))).map { index in
      unsafe sqlite3_column_name(handle, index).map { unsafe String(cString: $0) } ?? ""
    }
  }

  /// The values of the row that `step()` came to.
  var values: [DatabaseValue] {
    (0..<(unsafe sqlite3_column_count(handle))).map { value(at: $0) }
  }

  private func value(at index: Int32) -> DatabaseValue {
    switch unsafe sqlite3_column_type(handle, index) {
    case SQLITE_INTEGER: return .integer(unsafe sqlite3_column_int64(handle, index))
    case SQLITE_FLOAT: return .real(unsafe sqlite3_column_double(handle, index))
    case SQLITE_TEXT:
      let text = unsafe sqlite3_column_text(handle, index)
      let count = unsafe Int(sqlite3_column_bytes(handle, index))
      let bytes = unsafe UnsafeBufferPointer(start: text, count: text == nil ? 0 : count)
      return .text(unsafe String(decoding: bytes, as: UTF8.self))
    case SQLITE_BLOB:
      let start = unsafe sqlite3_column_blob(handle, index)
      let count = unsafe Int(sqlite3_column_bytes(handle, index))
      return .bytes(
        unsafe [UInt8](UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count)))
    default: return .null
    }
  }
}
