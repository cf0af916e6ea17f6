/// Writes the DAG-PB blocks of files as the usual tools do.
enum FileNode {
  /// A child of a file in many blocks.
  struct Child {
    let cid: [UInt8]
    let byteCount: Int
  }

  /// The one block of a file.
  static func single(_ content: [UInt8]) -> [UInt8] {
    let data = content.isEmpty ? [] : field(2, content)
    return field(1, [0x08, 2] + data + integer(3, content.count))
  }

  /// The root of a file whose children are raw blocks.
  static func root(_ children: [Child]) -> [UInt8] {
    let links = children.flatMap { child in
      field(2, field(1, child.cid) + field(2, []) + integer(3, child.byteCount))
    }
    let total = children.reduce(0) { $0 + $1.byteCount }
    let sizes = children.flatMap { integer(4, $0.byteCount) }
    return links + field(1, [0x08, 2] + integer(3, total) + sizes)
  }

  private static func field(_ number: Int, _ bytes: [UInt8]) -> [UInt8] {
    varint(number << 3 | 2) + varint(bytes.count) + bytes
  }

  private static func integer(_ number: Int, _ value: Int) -> [UInt8] {
    varint(number << 3) + varint(value)
  }

  private static func varint(_ value: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(rest & 0x7f) | 0x80)
      rest >>= 7
    }
    return bytes + [UInt8(rest)]
  }
}
