import Glibc
import TestSupport
import Testing

@Suite struct MallocCounterTests {
  @Test(.enabled(if: MallocCounter.isCounting))
  func `every kind of allocation counts, on the thread that makes it`() {
    #expect(MallocCounter.mallocs { allocateInEveryWay() } == 5)
  }

  @Test func `nothing is counted where nothing is allocated`() {
    var sum = 0
    let mallocs = MallocCounter.mallocs { for number in 0..<1000 { sum &+= number } }
    #expect(mallocs == 0)
    #expect(sum == 499_500)
  }

  @Test(.enabled(if: MallocCounter.isCounting))
  func `another thread's allocations are seen through its counter only`() async {
    let here = MallocCounter.ofThisThread()
    #expect(here.count > 0)
    let there = await BlockingThread.run { () throws(Never) in
      let before = MallocCounter.ofThisThread().count
      for _ in 0..<10 { allocateInEveryWay() }
      return MallocCounter.ofThisThread().count - before
    }
    #expect(there == 50)
    #expect(MallocCounter.ofProcess.count > there)
  }

  @Test(.enabled(if: MallocCounter.isCounting))
  func `allocations of the Swift runtime count`() {
    #expect(MallocCounter.mallocs { makeObject() } == 1)
  }

  // Not optimised, because the compiler leaves out allocations that nobody looks at.
  @_optimize(none) private func allocateInEveryWay() {
    let first = malloc(64)
    let second = calloc(2, 64)
    let third = realloc(first, 4096)
    var fourth: UnsafeMutableRawPointer?
    posix_memalign(&fourth, 64, 128)
    let fifth = aligned_alloc(64, 128)
    free(second)
    free(third)
    free(fourth)
    free(fifth)
  }

  @_optimize(none) private func makeObject() {
    let box = Box()
    box.number += 1
  }

  private final class Box {
    var number = 0
  }
}
