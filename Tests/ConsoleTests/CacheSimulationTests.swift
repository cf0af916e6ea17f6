import Glibc
import TestSupport
import Testing

@testable import Console

/// `floe cache-sim`.
@Suite struct CacheSimulationTests {
  /// Forty rounds over sixty objects: a cache of six hits nothing by LRU, and 5 of 59 by Bélády.
  private static let loop = (0..<40).flatMap { round in
    (0..<60).map { "\(round * 60 + $0),object-\($0),1" }
  }

  /// The numbers of a row of the table.
  private func row(_ share: String, in output: String) throws -> [Double] {
    let line = try #require(output.split(separator: "\n").first { $0.contains("\(share) %") })
    return line.split(separator: " ").dropFirst(2).compactMap { Double($0) }
  }

  @Test func `a loop is missed whole by LRU, and as it must be by Bélády`() async throws {
    let fixture = ConsoleFixture()
    let file = fixture.directory.write(
      "loop.csv", (["time,key,size"] + Self.loop).joined(separator: "\r\n").utf8)
    let outcome = await fixture.run("cache-sim", file)
    #expect(outcome.status == .succeeded && outcome.errors.isEmpty)
    #expect(outcome.output.contains("2400 requests for 60 objects, 60 bytes in all"))
    let ratios = try row("10", in: outcome.output)
    #expect(ratios.count == 7 && ratios[0] == 6)
    #expect(ratios[3] == 1 && ratios[4] == 1)
    // The first round misses; then five of every fifty-nine are there.
    #expect((0.90...0.93).contains(ratios[5]))
    #expect(ratios[1] <= 1 && ratios[1] >= ratios[5])
  }

  @Test func `sizes count, and can be left out`() async throws {
    let fixture = ConsoleFixture()
    // The large one is asked for half of the time, and never fits a tenth of all.
    let lines = (0..<1000).map { $0 % 2 == 0 ? "\($0),large,9000" : "\($0),\($0 % 20),100" }
    let input = Array(lines.joined(separator: "\n").utf8)
    let sized = await fixture.run(["cache-sim", "-"], input: input)
    let ratios = try row("10", in: sized.output)
    #expect(ratios[0] == 1000)
    #expect((0.50...0.52).contains(ratios[1]) && ratios[2] > 0.98)
    let equal = await fixture.run(["cache-sim", "--equal-sizes", "-"], input: input)
    let equalRatios = try row("10", in: equal.output)
    #expect(equalRatios[0] == 1 && equalRatios[1] == equalRatios[2])
    #expect(equal.output.contains("standard input: 1000 requests for 11 objects, 11 bytes"))
  }

  @Test func `gzip is read, several members as one`() async throws {
    let fixture = ConsoleFixture()
    let member: [UInt8] = try #require(
      Self.gzip(of: Self.loop.joined(separator: "\n") + "\n", in: fixture.directory))
    let file = fixture.directory.write("loop.csv.gz", member + member)
    let outcome = await fixture.run("cache-sim", file)
    #expect(outcome.output.contains("4800 requests for 60 objects"))
    let cut = fixture.directory.write("cut.csv.gz", member.dropLast(20))
    let broken = await fixture.run("cache-sim", cut)
    #expect(broken.status == .failed && broken.output.isEmpty)
    #expect(broken.errors.contains("is no whole gzip file: it ends too early"))
    var bytes = member
    bytes[bytes.count / 2] ^= 0xff
    let damaged = await fixture.run("cache-sim", fixture.directory.write("bad.csv.gz", bytes))
    #expect(damaged.status == .failed && damaged.errors.contains("is no whole gzip file"))
  }

  @Test(arguments: [
    ("1,a,1\n2,b\n", "line 2: it should be time,key,size and has 2 fields"),
    ("1,a,1\n2,b,3,4\n", "line 2: it should be time,key,size and has 4 fields"),
    ("1,a,one\n", "line 1: the size \"one\" is no whole number from 0 up"),
    ("1,a,-1\n", "line 1: the size \"-1\" is no whole number from 0 up"),
    ("1,a,99999999999999999999\n", "is no whole number from 0 up"),
    ("noon,a,1\n", "line 1: the time \"noon\" is no number"),
    ("1,,1\n", "line 1: the key is empty"), ("\n\n", "there are no requests"),
    ("", "there are no requests"), ("time,key,size\n", "there are no requests"),
  ])
  func `a line that makes no sense is named`(text: String, sentence: String) async {
    let fixture = ConsoleFixture()
    let outcome = await fixture.run(["cache-sim", "-"], input: Array(text.utf8))
    #expect(outcome.status == .failed)
    #expect(outcome.errors.hasPrefix("floe: standard input"))
    #expect(outcome.errors.contains(sentence))
    #expect(outcome.output.isEmpty)
  }

  @Test func `lines longer than a piece of the file are put together, endless ones refused`() async
  {
    let fixture = ConsoleFixture()
    let key = String(repeating: "k", count: 50_000)
    let lines = (0..<20).map { "\($0),\(key)\($0 % 2),1" }.joined(separator: "\n")
    let long = await fixture.run(["cache-sim", "-"], input: Array(lines.utf8))
    #expect(long.output.contains("20 requests for 2 objects"))
    let endless = [UInt8](repeating: UInt8(ascii: "a"), count: 400_000)
    let refused = await fixture.run(["cache-sim", "-"], input: endless)
    #expect(refused.errors.contains("line 1: it is longer than 65536 bytes"))
  }

  @Test func `what is no file is a failure`() async {
    let fixture = ConsoleFixture()
    let missing = await fixture.run("cache-sim", fixture.directory("missing"))
    #expect(missing.errors.contains("cannot be read: No such file or directory"))
    let folder = await fixture.run("cache-sim", fixture.directory("."))
    #expect(folder.errors.contains("is a folder, not a file"))
  }

  /// The text as `gzip` compresses it.
  private static func gzip(of text: String, in directory: TemporaryDirectory) -> [UInt8]? {
    let file = directory.write("plain", text.utf8)
    guard system("gzip -c '\(file)' > '\(file).gz'") == 0 else { return nil }
    return ConsoleFixture.bytes("\(file).gz")
  }
}
