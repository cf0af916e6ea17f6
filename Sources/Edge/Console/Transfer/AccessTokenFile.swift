internal import Glibc
internal import HTTPClient
internal import Settings

/// The token that a command shows to a server, read from a file, so that it stands in no list of
/// processes and in no history of a shell.
enum AccessTokenFile {
  /// The option that names the file.
  static let option = CommandOption(
    "--token-file", value: "FILE", "A file with the token to show, for servers that want one.")

  /// Bytes that are read: tokens are much shorter.
  private static let byteCountMax = 4096

  /// The fields that show the token of the option's file; none where the option is not given.
  static func fields(_ invocation: Invocation) throws(CommandFailure) -> [UpstreamField] {
    guard let path = invocation.option(option.name) else { return [] }
    return [UpstreamField("X-API-Key", try token(path))]
  }

  /// The first line of a file, which has to be a token.
  static func token(_ path: String) throws(CommandFailure) -> String {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .failed("\(path) cannot be read") }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: byteCountMax)
    let count = unsafe bytes.withUnsafeMutableBytes {
      unsafe read(descriptor, $0.baseAddress, $0.count)
    }
    guard count >= 0 else { throw .failed("\(path) cannot be read") }
    let line = bytes[..<count].prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
    guard !line.isEmpty, line.count <= 1024, line.allSatisfy({ (33...126).contains($0) }) else {
      throw .failed("\(path) does not begin with a token")
    }
    return String(decoding: line, as: UTF8.self)
  }
}
