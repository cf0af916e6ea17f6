import HTTP
import JSON
import Routing

/// A response, its content read as JSON.
struct Answer {
  let status: Int
  let fields: HTTPFields
  let text: String
  private let document: JSONValue

  init(_ response: Response) throws {
    status = Int(response.status.code)
    fields = response.fields
    guard case .bytes(let bytes) = response.body else {
      text = ""
      document = .null
      return
    }
    text = String(decoding: bytes, as: UTF8.self)
    document = try JSONReader.read(bytes)
  }

  /// The text of a member, or of a member within members: `user.email`.
  subscript(path: String) -> String? {
    guard case .string(let text)? = value(path) else { return nil }
    return text
  }

  /// A member, or a member within members.
  func value(_ path: String) -> JSONValue? {
    var value = document
    for name in path.split(separator: ".") {
      guard case .object(let members) = value,
        let member = members.first(where: { $0.name == name })
      else { return nil }
      value = member.value
    }
    return value
  }

  /// The pointers of the faults that a 422 lists.
  var faults: [String] {
    guard case .array(let errors)? = value("errors") else { return [] }
    return errors.compactMap { error in
      guard case .object(let members) = error, case .string(let pointer)? = members.first?.value
      else { return nil }
      return pointer
    }
  }
}
