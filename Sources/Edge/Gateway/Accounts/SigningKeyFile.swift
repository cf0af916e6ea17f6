internal import Accounts
internal import Glibc

/// The keys of signed tokens: of the settings, of a file, or made once and kept in the data
/// directory. Files are read when the process starts, before anything is served.
enum SigningKeyFile {
  /// Bytes of a file with keys at most.
  private static let byteCountMax = 16 * 1024

  /// The keys that the settings name; nil when they name none and none is to be made.
  static func keys(
    _ settings: SigningSettings, dataDirectory: String
  ) throws -> SigningKeys? {
    var texts = settings.keys
    if let path = settings.keysFile { texts += try lines(path) }
    if texts.isEmpty, settings.keysAreGenerated {
      texts = try made("\(dataDirectory)/signing-keys", in: dataDirectory)
    }
    return texts.isEmpty ? nil : try SigningKeys(texts, algorithm: settings.algorithm)
  }

  /// The key that was made before, or a new one.
  private static func made(
    _ path: String, in directory: String
  ) throws(KeptSecret.Failure) -> [String] {
    if let kept = try KeptSecret.read(path, byteCountMax: byteCountMax) { return lines(kept) }
    try KeptSecret.make(path, in: directory, Array((SigningKey.generate() + "\n").utf8))
    return try lines(path)
  }

  private static func lines(_ path: String) throws(KeptSecret.Failure) -> [String] {
    guard let bytes = try KeptSecret.read(path, byteCountMax: byteCountMax) else {
      throw KeptSecret.Failure(path, ENOENT)
    }
    return lines(bytes)
  }

  private static func lines(_ bytes: [UInt8]) -> [String] {
    String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).map(String.init)
      .filter { !$0.hasPrefix("#") }
  }
}
