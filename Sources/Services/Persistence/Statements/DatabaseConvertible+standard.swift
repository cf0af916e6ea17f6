// How the types of the language that `DatabaseConvertible` covers are kept.

extension Int64: DatabaseConvertible {
  package var databaseValue: DatabaseValue { .integer(self) }

  package init?(databaseValue: DatabaseValue) {
    guard case .integer(let number) = databaseValue else { return nil }
    self = number
  }
}

extension Int: DatabaseConvertible {
  package var databaseValue: DatabaseValue { .integer(Int64(self)) }

  package init?(databaseValue: DatabaseValue) {
    guard case .integer(let number) = databaseValue else { return nil }
    self.init(exactly: number)
  }
}

extension Bool: DatabaseConvertible {
  package var databaseValue: DatabaseValue { .integer(self ? 1 : 0) }

  package init?(databaseValue: DatabaseValue) {
    switch databaseValue {
    case .integer(0): self = false
    case .integer(1): self = true
    default: return nil
    }
  }
}

extension Double: DatabaseConvertible {
  package var databaseValue: DatabaseValue { .real(self) }

  /// Reads integers too, where the number is the same.
  package init?(databaseValue: DatabaseValue) {
    switch databaseValue {
    case .real(let number): self = number
    case .integer(let number): self.init(exactly: number)
    default: return nil
    }
  }
}

extension String: DatabaseConvertible {
  package var databaseValue: DatabaseValue { .text(self) }

  package init?(databaseValue: DatabaseValue) {
    guard case .text(let text) = databaseValue else { return nil }
    self = text
  }
}

extension [UInt8]: DatabaseConvertible {
  package var databaseValue: DatabaseValue { .bytes(self) }

  package init?(databaseValue: DatabaseValue) {
    guard case .bytes(let bytes) = databaseValue else { return nil }
    self = bytes
  }
}

extension Optional: DatabaseConvertible where Wrapped: DatabaseConvertible {
  package var databaseValue: DatabaseValue { self?.databaseValue ?? .null }

  package init?(databaseValue: DatabaseValue) {
    if case .null = databaseValue {
      self = .none
    } else {
      guard let value = Wrapped(databaseValue: databaseValue) else { return nil }
      self = .some(value)
    }
  }
}
