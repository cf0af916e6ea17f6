import Glibc

/// How soon a server answers after its start, and what it holds before any work.
struct Readiness {
  let name: String

  /// Seconds from the start of the process to its first answer, several starts.
  let seconds: Sample

  /// Resident memory after the last start, in bytes.
  let residentBytes: Int

  /// Starts a server several times.
  static func measure(_ contender: Contender, starts: Int = 7) throws(BenchmarkFailure) -> Readiness
  {
    var times = [Double]()
    var resident = 0
    for start in 0..<starts {
      times.append(try contender.start())
      if start == starts - 1 {
        usleep(500_000)
        resident = ProcessTree.residentBytes(contender.members)
      }
      contender.stop()
    }
    return Readiness(name: contender.name, seconds: Sample(times), residentBytes: resident)
  }
}
