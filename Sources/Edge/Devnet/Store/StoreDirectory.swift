import Glibc

/// A directory whose files appear whole and durable, or not at all.
struct StoreDirectory: Sendable {
  let path: String

  /// Opens the directory, making it and its parents where they are missing.
  init(creating path: String) throws(SystemCallError) {
    self.path = path
    var prefix = path.hasPrefix("/") ? "/" : ""
    for part in path.split(separator: "/") {
      prefix += part + "/"
      if unsafe mkdir(prefix, 0o755) != 0 && errno != EEXIST {
        throw SystemCallError("mkdir \(prefix)")
      }
    }
    try Self.clearRemains(path)
  }

  /// The path of a file in the directory.
  func path(of name: String) -> String { "\(path)/\(name)" }

  /// The names of the files, sorted.
  var names: [String] { Self.names(in: path).sorted() }

  /// The size of a file in bytes; nil when there is none.
  func size(of name: String) -> Int? {
    var facts = stat()
    guard unsafe stat(path(of: name), &facts) == 0 else { return nil }
    return Int(facts.st_size)
  }

  /// The whole content of a file; nil when there is none or it can not be read.
  func read(_ name: String) -> [UInt8]? {
    guard let size = size(of: name) else { return nil }
    return try? Self.read(path(of: name), at: 0, count: size)
  }

  /// Writes a file beside its place, makes it durable and moves it there.
  ///
  /// The name is durable once `synchronize()` returned.
  func write(_ bytes: [UInt8], as name: String) throws(SystemCallError) {
    let draft = path(of: "\(name).\(UInt64.random(in: 0...UInt64.max)).draft")
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC
    let number = unsafe open(draft, flags, 0o644)
    guard number >= 0 else { throw SystemCallError("open \(draft)") }
    let file = FileDescriptor(number: number)
    do throws(SystemCallError) {
      defer { file.close() }
      try file.write(bytes)
      try file.synchronize()
    } catch {
      unsafe unlink(draft)
      throw error
    }
    guard unsafe rename(draft, path(of: name)) == 0 else {
      let failure = SystemCallError("rename \(draft)")
      unsafe unlink(draft)
      throw failure
    }
  }

  /// Removes a file, if it is there.
  func remove(_ name: String) {
    unsafe unlink(path(of: name))
  }

  /// Makes the names in the directory durable.
  func synchronize() throws(SystemCallError) {
    let number = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard number >= 0 else { throw SystemCallError("open \(path)") }
    let directory = FileDescriptor(number: number)
    defer { directory.close() }
    try directory.synchronize()
  }

  /// Takes the directory for this process; nil when another network holds it.
  ///
  /// Closing the descriptor, or the end of the process, gives it back.
  func lock() throws(SystemCallError) -> FileDescriptor? {
    let number = unsafe open(path(of: "lock"), O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard number >= 0 else { throw SystemCallError("open \(path(of: "lock"))") }
    if flock(number, LOCK_EX | LOCK_NB) == 0 { return FileDescriptor(number: number) }
    FileDescriptor(number: number).close()
    return nil
  }

  /// Reads a part of a file; fewer bytes only where it ends.
  static func read(_ path: String, at offset: Int, count: Int) throws(SystemCallError) -> [UInt8] {
    let number = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard number >= 0 else { throw SystemCallError("open \(path)") }
    let file = FileDescriptor(number: number)
    defer { file.close() }
    return try file.read(upTo: count, at: offset)
  }

  /// Removes what a crash in the middle of a write has left.
  private static func clearRemains(_ path: String) throws(SystemCallError) {
    for name in names(in: path) where name.hasSuffix(".draft") {
      unsafe unlink("\(path)/\(name)")
    }
  }

  private static func names(in path: String) -> [String] {
    guard let listing = unsafe opendir(path) else { return [] }
    defer { unsafe closedir(listing) }
    var names: [String] = []
    while let entry = unsafe readdir(listing) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
        unsafe String(cString: UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self))
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names
  }
}
