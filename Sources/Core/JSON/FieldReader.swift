/// Reads the members of an object one after the other and gathers everything that is wrong, so that
/// a caller learns of all of it at once.
///
///     var fields = FieldReader(document)
///     let name = fields.string("name", length: 1...100)
///     let days = fields.integer("days", in: 0...30, default: 0)
///     try fields.finish()
///
/// A reading that fails gives a stand-in, which `finish` keeps from ever being used.
package struct FieldReader {
  private var members: [String: JSONValue] = [:]
  private var order: [String] = []
  private var known: Set<String> = []
  private let pointer: String
  private var faults: [FieldFault] = []

  /// A reader of a document that has to be an object.
  ///
  /// - Parameter pointer: where the object stands in the document.
  package init(_ value: JSONValue, at pointer: String = "") {
    self.pointer = pointer
    guard case .object(let members) = value else {
      faults.append(FieldFault(pointer, "An object is wanted here."))
      return
    }
    for member in members {
      self.members[member.name] = member.value
      order.append(member.name)
    }
  }

  /// Whether a member is there and not null.
  package func has(_ name: String) -> Bool {
    guard let value = members[name] else { return false }
    return value != .null
  }

  /// Notes that a member, or the whole with an empty name, is wrong.
  package mutating func refuse(_ name: String, _ detail: String) {
    faults.append(FieldFault(place(name), detail))
  }

  /// The pointer of a member.
  package func place(_ name: String) -> String {
    name.isEmpty ? pointer : "\(pointer)/\(FieldFault.escape(name))"
  }

  /// The value of a member whatever it is; nil when it is not there, or null.
  package mutating func value(_ name: String) -> JSONValue? {
    known.insert(name)
    guard let value = members[name], value != .null else { return nil }
    return value
  }

  /// A text that must be there.
  ///
  /// - Parameters:
  ///   - length: in bytes of UTF-8.
  ///   - check: what is wrong with a value, or nil.
  package mutating func string(
    _ name: String, length: ClosedRange<Int>, check: (String) -> String? = { _ in nil }
  ) -> String {
    guard has(name) else {
      known.insert(name)
      refuse(name, "This is required.")
      return ""
    }
    return optionalString(name, length: length, check: check) ?? ""
  }

  /// A text that may be left out.
  package mutating func optionalString(
    _ name: String, length: ClosedRange<Int>, check: (String) -> String? = { _ in nil }
  ) -> String? {
    guard let value = value(name) else { return nil }
    guard case .string(let text) = value else {
      refuse(name, "A string is wanted here.")
      return nil
    }
    guard length.contains(text.utf8.count) else {
      refuse(
        name, "From \(length.lowerBound) to \(length.upperBound) bytes of UTF-8 are wanted here.")
      return nil
    }
    if let fault = check(text) {
      refuse(name, fault)
      return nil
    }
    return text
  }

  /// A whole number that must be there unless there is a default.
  package mutating func integer(
    _ name: String, in range: ClosedRange<Int64>, default standard: Int64? = nil
  ) -> Int64 {
    guard let value = optionalInteger(name, in: range) else {
      if standard == nil, !has(name) { refuse(name, "This is required.") }
      return standard ?? range.lowerBound
    }
    return value
  }

  /// A whole number that may be left out.
  package mutating func optionalInteger(_ name: String, in range: ClosedRange<Int64>) -> Int64? {
    guard let value = value(name) else { return nil }
    guard case .integer(let number) = value, range.contains(number) else {
      refuse(
        name, "A whole number from \(range.lowerBound) to \(range.upperBound) is wanted here.")
      return nil
    }
    return number
  }

  /// A truth value, with a default.
  package mutating func bool(_ name: String, default standard: Bool) -> Bool {
    guard let value = value(name) else { return standard }
    guard case .bool(let truth) = value else {
      refuse(name, "true or false is wanted here.")
      return standard
    }
    return truth
  }

  /// A list of texts that may be left out, each checked for itself.
  package mutating func optionalStrings(
    _ name: String, countMax: Int, length: ClosedRange<Int>,
    check: (String) -> String? = { _ in nil }
  ) -> [String]? {
    guard let value = value(name) else { return nil }
    guard case .array(let values) = value, values.count <= countMax else {
      refuse(name, "A list of at most \(countMax) strings is wanted here.")
      return nil
    }
    var texts: [String] = []
    for (index, value) in values.enumerated() {
      let place = "\(place(name))/\(index)"
      guard case .string(let text) = value, length.contains(text.utf8.count) else {
        faults.append(
          FieldFault(
            place,
            "A string of \(length.lowerBound) to \(length.upperBound) bytes is wanted here."))
        continue
      }
      if let fault = check(text) { faults.append(FieldFault(place, fault)) }
      texts.append(text)
    }
    return texts
  }

  /// An object that may be left out, read by `read`; what is wrong in it is gathered with the rest.
  package mutating func optionalObject<Value>(
    _ name: String, _ read: (inout FieldReader) -> Value
  ) -> Value? {
    guard let value = value(name) else { return nil }
    var inner = FieldReader(value, at: place(name))
    let object = read(&inner)
    do throws(InvalidFields) { try inner.finish() } catch { faults += error.faults }
    return object
  }

  /// One of a closed set of words, or nil when it is left out.
  package mutating func optionalWord<Word: RawRepresentable & CaseIterable>(
    _ name: String, as type: Word.Type = Word.self
  ) -> Word? where Word.RawValue == String {
    guard let value = value(name) else { return nil }
    if case .string(let text) = value, let word = Word(rawValue: text) { return word }
    let words = Word.allCases.map(\.rawValue).joined(separator: ", ")
    refuse(name, "One of these is wanted here: \(words).")
    return nil
  }

  /// Ends the reading; members that nobody asked for are wrong too.
  ///
  /// - Throws: everything that was wrong.
  package mutating func finish() throws(InvalidFields) {
    for name in order where !known.contains(name) {
      faults.append(FieldFault(place(name), "This is not known here."))
    }
    order = []
    guard faults.isEmpty else { throw InvalidFields(faults) }
  }
}
