import RESP
import TestSupport
import Testing

@Suite struct RESPProperties {
  @Test func `any value is read as it was written, however the bytes are cut`() throws {
    var random = SplitMix64.announced()
    for _ in 0..<400 {
      let values = (0..<Int.random(in: 1...5, using: &random)).map { _ in
        Self.value(depth: 0, &random)
      }
      var bytes: [UInt8] = []
      for value in values { value.write(to: &bytes) }
      var parser = RESPParser()
      var read: [RESPValue] = []
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = Int.random(in: 1...min(rest.count, 40), using: &random)
        parser.feed(rest.prefix(count))
        rest = rest.dropFirst(count)
        while let value = try parser.next() { read.append(value) }
      }
      #expect(read == values)
      #expect(parser.isBetweenValues)
    }
  }

  @Test func `a command is an array of its arguments`() throws {
    var random = SplitMix64.announced()
    for _ in 0..<200 {
      let arguments = (0..<Int.random(in: 1...6, using: &random)).map { _ in
        random.bytes(Int.random(in: 0...300, using: &random))
      }
      let command = RESPCommand(arguments)
      var bytes: [UInt8] = []
      command.write(to: &bytes)
      #expect(bytes.count <= command.byteCountMax)
      var parser = RESPParser()
      parser.feed(bytes)
      #expect(try parser.next() == .array(arguments.map { .blobString($0) }))
    }
  }

  private static func value(depth: Int, _ random: inout SplitMix64) -> RESPValue {
    func line() -> [UInt8] {
      random.bytes(Int.random(in: 0...20, using: &random)).filter { $0 != 13 && $0 != 10 }
    }
    func blob() -> [UInt8] { random.bytes(Int.random(in: 0...60, using: &random)) }
    let kindMax = depth < 4 ? 14 : 10
    switch Int.random(in: 0..<kindMax, using: &random) {
    case 0: return .simpleString(line())
    case 1: return .simpleError(line())
    case 2: return .number(Int64(bitPattern: random.next()))
    case 3: return .double(Double.random(in: -1e9...1e9, using: &random))
    case 4: return .boolean(random.next() % 2 == 0)
    case 5: return .null
    case 6: return .bigNumber(Array(String(random.next()).utf8))
    case 7: return .blobString(blob())
    case 8: return .blobError(blob())
    case 9: return .verbatim(format: Array("mkd".utf8), blob())
    case 10: return .array(elements(depth, &random))
    case 11: return .set(elements(depth, &random))
    case 12: return depth == 0 ? .push(elements(depth, &random)) : .array([])
    default:
      let keys = elements(depth, &random)
      return .map(keys.map { RESPPair($0, value(depth: depth + 1, &random)) })
    }
  }

  private static func elements(_ depth: Int, _ random: inout SplitMix64) -> [RESPValue] {
    (0..<Int.random(in: 0...4, using: &random)).map { _ in value(depth: depth + 1, &random) }
  }
}
