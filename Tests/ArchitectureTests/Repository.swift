import Glibc

/// The files of the repository that these tests are part of.
enum Repository {
  /// Where the repository lies, found from this file's own place.
  static let root: String = {
    let parts = #filePath.split(separator: "/").dropLast(3)
    return "/" + parts.joined(separator: "/")
  }()

  /// Folders that hold what was made and not what was written.
  private static let made: Set<String> = [
    ".git", ".build", ".swiftpm", "data", "corpus", "seeds", "results", "work",
  ]

  /// The paths of all files under a folder, relative to the root, in order.
  static func files(under folder: String = "") -> [String] {
    var found = [String]()
    for entry in entries(of: folder) where !made.contains(entry.name) {
      if entry.name.hasPrefix(".build") { continue }
      let path = folder.isEmpty ? entry.name : "\(folder)/\(entry.name)"
      if entry.isFolder { found += files(under: path) } else { found.append(path) }
    }
    return found
  }

  /// The names of the folders directly in a folder, in order.
  static func folders(in folder: String) -> [String] {
    entries(of: folder).filter(\.isFolder).map(\.name)
  }

  /// Whether a file or folder of that path exists.
  static func has(_ path: String) -> Bool { access("\(root)/\(path)", F_OK) == 0 }

  /// A file's bytes; empty when there is no such file.
  static func bytes(of path: String) -> [UInt8] {
    let descriptor = open("\(root)/\(path)", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    var bytes = [UInt8]()
    var chunk = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = read(descriptor, &chunk, chunk.count)
      guard count > 0 else { return bytes }
      bytes += chunk[..<count]
    }
  }

  /// A file's text.
  static func text(of path: String) -> String { String(decoding: bytes(of: path), as: UTF8.self) }

  private static func entries(of folder: String) -> [(name: String, isFolder: Bool)] {
    guard let directory = opendir("\(root)/\(folder)") else { return [] }
    defer { closedir(directory) }
    var entries = [(name: String, isFolder: Bool)]()
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name == "." || name == ".." { continue }
      entries.append((name, entry.pointee.d_type == UInt8(DT_DIR)))
    }
    return entries.sorted { $0.name < $1.name }
  }
}
