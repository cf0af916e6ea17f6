internal import Digests
internal import Glibc
internal import HTTPClient
internal import RequestSigning
internal import Settings

/// Signs what a command sends, with a key out of a file or the settings, so that it stands in no
/// list of processes and in no history of a shell.
struct RequestSigner: Sendable {
  /// The option that names the file.
  static let option = CommandOption(
    "--signing-key-file", value: "FILE",
    "A file whose first line is a key as ID:SECRET, to sign the request for servers that want it.")

  let key: SignatureKey

  /// The signer of the option's file; nil where the option is not given.
  static func given(_ invocation: Invocation) throws(CommandFailure) -> RequestSigner? {
    guard let path = invocation.option(option.name) else { return nil }
    let line = try AccessTokenFile.token(path)
    guard let key = SignatureKey(line) else {
      throw .failed("\(path) does not begin with a key: it is \(SignatureKey.settingForm)")
    }
    return RequestSigner(key: key)
  }

  /// The field that signs a request now.
  ///
  /// - Parameters:
  ///   - target: its whole URL.
  ///   - digest: SHA-256 of its content.
  func field(
    _ method: String, _ target: String, digest: [UInt8]
  ) throws(CommandFailure) -> UpstreamField {
    let (path, query) = try Self.parts(of: target)
    let request = CanonicalRequest(
      method: method, path: path, query: query, contentDigest: digest)
    let signature = RequestSignature(of: request, with: key, timestamp: Int64(time(nil)))
    return UpstreamField("\(RequestSignature.fieldName)", signature.value)
  }

  /// SHA-256 of a command's content; of none that of no bytes.
  static func digest(of content: Content?) throws(CommandFailure) -> [UInt8] {
    guard let content else { return DigestState.digest(.sha256, of: []) }
    guard let digest = content.withBytes({ DigestState.digest(.sha256, of: $0) }) else {
      throw .failed("\(content.name) cannot be read")
    }
    return digest
  }

  /// The path and the query of a URL as they are sent: what would be changed on the way is refused.
  static func parts(of url: String) throws(CommandFailure) -> (path: String, query: String) {
    let shown = CommandLineReader.shown(url)
    guard let scheme = ["http://", "https://"].first(where: url.hasPrefix) else {
      throw .misused("\"\(shown)\" does not begin with http:// or https://")
    }
    guard url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "#") }) else {
      throw .misused(
        "\"\(shown)\" has a character that is not sent as it stands; percent-encode it")
    }
    let rest = url.dropFirst(scheme.count)
    guard !rest.isEmpty, !"/?".contains(rest.first ?? "/") else {
      throw .misused("\"\(shown)\" names no host")
    }
    let target = rest.drop { $0 != "/" && $0 != "?" }
    let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    let path = parts.first.map(String.init) ?? ""
    guard !path.split(separator: "/").contains(where: { $0 == "." || $0 == ".." }) else {
      throw .misused("\"\(shown)\" has dots for segments, which clients take out of it")
    }
    return (path.isEmpty ? "/" : path, parts.count > 1 ? String(parts[1]) : "")
  }
}
