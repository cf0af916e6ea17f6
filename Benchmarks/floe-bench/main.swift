// Measures Floe beside nginx, Varnish and a C floor on this machine. Run it by `make bench`.

import Glibc

if CommandLine.arguments.contains("--help") {
  TextFile.say(BenchmarkOptions.usage)
  exit(0)
}
do {
  var benchmark = try Benchmark(BenchmarkOptions(Array(CommandLine.arguments.dropFirst())))
  try benchmark.run()
} catch {
  TextFile.say("floe-bench: \(error)")
  exit(1)
}
