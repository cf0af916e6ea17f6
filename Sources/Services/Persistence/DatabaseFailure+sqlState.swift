extension DatabaseFailure.Code {
  /// The code of an SQLSTATE, as PostgreSQL and CockroachDB give them (PostgreSQL 15, appendix A).
  package init(sqlState: String, constraint: String?) {
    self =
      switch sqlState {
      case "23505": .uniqueViolation(constraint: constraint)
      case "23503", "23001": .foreignKeyViolation
      case "23502": .notNullViolation
      case "23514": .checkViolation
      case "40001", "40P01": .serializationFailure
      case "57014", "55P03", "25P03": .timedOut
      case "53300": .overloaded
      case "42P01": .undefinedTable
      case "57P01", "57P02", "57P03", "57P05": .unavailable
      case "28000", "28P01", "3D000", "0A000": .unusable
      case "22021", "22003", "22P02": .invalidValue
      default: Self(classOf: sqlState)
      }
  }

  private init(classOf sqlState: String) {
    self =
      switch sqlState.prefix(2) {
      case "08": .unavailable
      case "42": .syntax
      case "53": .overloaded
      case "40": .serializationFailure
      default: .other
      }
  }
}
