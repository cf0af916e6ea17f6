internal import CPostgreSQL
internal import Persistence

/// Takes the results of one command as libpq gives them out, row by row.
struct ResultReader {
  private let rowsMax: Int?
  private var result = StatementResult()
  private var columns: [String] = []
  private(set) var failure: DatabaseFailure?

  /// A reader of nothing yet.
  init(rowsMax: Int?) { self.rowsMax = rowsMax }

  /// What came, once everything has.
  var outcome: Result<StatementResult, DatabaseFailure> {
    failure.map { .failure($0) } ?? .success(result)
  }

  /// Takes a piece and leaves it to the caller to clear. Gives true when the rest of the rows is
  /// not wanted any more.
  mutating func take(_ piece: OpaquePointer) -> Bool {
    switch unsafe PQresultStatus(piece) {
    case PGRES_SINGLE_TUPLE, PGRES_TUPLES_OK:
      let isWanted = unsafe takeRows(piece)
      unsafe takeCount(piece)
      return !isWanted
    case PGRES_COMMAND_OK, PGRES_EMPTY_QUERY: unsafe takeCount(piece)
    default:
      // The first failure is the reason; what follows it is its consequence.
      if failure == nil { failure = unsafe DatabaseFailure(server: piece) }
    }
    return false
  }

  private mutating func takeRows(_ piece: OpaquePointer) -> Bool {
    guard let rowsMax, failure == nil else { return true }
    let count = unsafe PQntuples(piece)
    guard count > 0 else { return true }
    if columns.isEmpty {
      columns = (0..<(unsafe PQnfields(piece))).map { index in
        unsafe PQfname(piece, index).map { unsafe String(cString: $0) } ?? ""
      }
    }
    do throws(DatabaseFailure) {
      for row in 0..<count {
        var values: [DatabaseValue] = []
        values.reserveCapacity(columns.count)
        for column in 0..<Int32(columns.count) {
          values.append(try unsafe Self.value(of: piece, row, column))
        }
        try result.append(Row(columns: columns, values: values), rowsMax: rowsMax)
      }
      return true
    } catch {
      failure = error
      return false
    }
  }

  private mutating func takeCount(_ piece: OpaquePointer) {
    let command = unsafe String(cString: PQcmdStatus(piece))
    if ["INSERT", "UPDATE", "DELETE"].contains(where: command.hasPrefix) {
      result.writtenCount = Int(unsafe String(cString: PQcmdTuples(piece))) ?? 0
    }
    // What the server answers to the commit of a transaction that has failed.
    if command == "ROLLBACK" { isRolledBack = true }
  }

  /// Whether the server said that the transaction was undone.
  private(set) var isRolledBack = false

  private static func value(
    of piece: OpaquePointer, _ row: Int32, _ column: Int32
  ) throws(DatabaseFailure) -> DatabaseValue {
    guard unsafe PQgetisnull(piece, row, column) == 0 else { return .null }
    let start = unsafe PQgetvalue(piece, row, column)
    let count = unsafe Int(PQgetlength(piece, row, column))
    let bytes = unsafe UnsafeRawBufferPointer(start: start, count: count)
    let value: DatabaseValue?
    switch unsafe PQftype(piece, column) {
    case 20, 21, 23:
      value = Int64(unsafe String(decoding: bytes, as: UTF8.self)).map { .integer($0) }
    case 16: value = .integer(unsafe bytes.first == UInt8(ascii: "t") ? 1 : 0)
    case 700, 701: value = Double(unsafe String(decoding: bytes, as: UTF8.self)).map { .real($0) }
    case 1700:
      // A sum of BIGINT is a NUMERIC; whoever wants it exact reads the text.
      let text = unsafe String(decoding: bytes, as: UTF8.self)
      value = Int64(text).map { .integer($0) } ?? .text(text)
    case 17: value = unsafe self.bytes(ofHexadecimal: bytes).map { .bytes($0) }
    default: value = .text(unsafe String(decoding: bytes, as: UTF8.self))
    }
    guard let value else {
      throw DatabaseFailure(.unexpectedShape, "a value does not look like its type")
    }
    return value
  }

  /// The bytes of `\x0aff…`, as the server writes them since PostgreSQL 9.0.
  private static func bytes(ofHexadecimal text: UnsafeRawBufferPointer) -> [UInt8]? {
    guard text.count >= 2, text.count % 2 == 0, unsafe text[0] == UInt8(ascii: "\\"),
      unsafe text[1] == UInt8(ascii: "x")
    else { return nil }
    func digit(_ byte: UInt8) -> UInt8? {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
      default: nil
      }
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count / 2 - 1)
    for index in stride(from: 2, to: text.count, by: 2) {
      guard let high = unsafe digit(text[index]), let low = unsafe digit(text[index + 1]) else {
        return nil
      }
      bytes.append(high << 4 | low)
    }
    return bytes
  }
}
