internal import Credentials
internal import Gateway
internal import HTTPClient
internal import RequestSigning
internal import Settings

/// `floe sign METHOD URL`.
struct SignCommand: Command {
  let name = "sign"
  let summary =
    "Signs a request for a sensitive route, and prints the field that it is sent with."
  let operand: Operand? = Operand(
    "METHOD", "GET, POST, PUT, PATCH or DELETE; or new-key, which prints a new key.")
  let furtherOperands = [
    Operand("URL", "The whole address, percent-encoded as it is sent.", isRequired: false)
  ]
  let options = [
    CommandOption(
      "--body", value: "FILE", "The content that is sent; - means standard input. [none]"),
    RequestSigner.option,
    CommandOption("--curl", "Prints a line for curl instead, with the field and the content."),
  ]
  let examples = [
    Example("floe sign new-key > ops.key", "Makes a key; the server gets it as signing.keys."),
    Example(
      "curl -X PATCH -H \"$(floe sign PATCH \"$url\" --body b.json --signing-key-file ops.key)\" …",
      "Signs what curl sends."),
    Example(
      "floe sign DELETE \"$url\" --signing-key-file ops.key --curl",
      "Prints the whole line; a signature holds for five minutes, once."),
  ]
  let listsSettings = false
  var settingKeys: [SettingKey] { Invocation.allKeys }

  private static let methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]

  func run(_ invocation: Invocation) async throws(CommandFailure) {
    let method = invocation.operand
    if method == "new-key" { return try invocation.terminal.print(Self.newKey()) }
    guard Self.methods.contains(method) else {
      throw .misused("\"\(CommandLineReader.shown(method))\" is no method that can be signed")
    }
    guard let url = invocation.furtherOperand else { throw .misused("floe sign needs a URL") }
    let signer = try Self.signer(invocation)
    let body = invocation.option("--body")
    let content: Content?
    if let body { content = try Content(body, on: invocation.terminal) } else { content = nil }
    let field = try signer.field(method, url, digest: RequestSigner.digest(of: content))
    let line = "\(field.name): \(field.value)"
    guard invocation.has("--curl") else { return try invocation.terminal.print(line + "\n") }
    var words = ["curl", "-X", method, "-H", Self.quoted(line)]
    if let body { words += ["--data-binary", Self.quoted("@" + body)] }
    try invocation.terminal.print((words + [Self.quoted(url)]).joined(separator: " ") + "\n")
  }

  /// The key of the file, or the first of the settings.
  private static func signer(_ invocation: Invocation) throws(CommandFailure) -> RequestSigner {
    if let signer = try RequestSigner.given(invocation) { return signer }
    guard let key = try invocation.settings().settings.signing.keys.first else {
      throw .misused(
        "there is no key: give \(RequestSigner.option.name), or the setting signing.keys")
    }
    return RequestSigner(key: key)
  }

  private static func newKey() -> String {
    "k\(SecureRandom.base62(6)):\(SecureRandom.base62(43))\n"
  }

  /// A word as a shell takes it, whatever is in it.
  static func quoted(_ word: String) -> String {
    "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
      + "'"
  }
}
