import Accounts

/// The token that is found in cookies stands there once under the session's name, whole; the fields
/// of other cookies neither hide it nor make it up.
func fuzzCookies(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  withInput(start, count) { bytes in
    let raw = bytes.indices.map { bytes[$0] }
    guard let text = String(validating: raw, as: UTF8.self) else { return }
    for cookies in [SessionCookies(isSecure: true), SessionCookies(isSecure: false)] {
      let found = cookies.token(in: text)
      if let found {
        precondition(!found.isEmpty && !found.utf8.contains(UInt8(ascii: ";")))
        precondition(text.contains("\(cookies.name)=\(found)"), "a token that nobody sent")
        precondition(cookies.token(in: "\(text); \(cookies.name)=x") == nil, "two are one")
      }
      precondition(cookies.token(in: "a=b; \(text)") == found, "a neighbour changes it")
    }
  }
}
