import Glibc
import TestSupport
import Testing

@Suite struct TemporaryDirectoryTests {
  @Test func `a directory goes with everything in it`() {
    var directory: TemporaryDirectory? = TemporaryDirectory("own")
    let path = directory!.path
    let file = directory!.write("a.txt", Array("hello".utf8))
    mkdir(directory!("deeper"), 0o755)
    directory!.write("deeper/b.txt", [1, 2, 3])
    #expect(access(file, F_OK) == 0)
    directory = nil
    #expect(access(path, F_OK) != 0)
  }
}
