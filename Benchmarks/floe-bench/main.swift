// Measures Floe beside nginx, Varnish and a C floor on this machine. Run it by `make bench`.

import Glibc

if CommandLine.arguments.contains("--help") {
  TextFile.say(BenchmarkOptions.usage)
  exit(0)
}
let words = CommandLine.arguments
if words.count == 6, words[1] == "--besiege", let port = UInt16(words[2]),
  let seconds = Int(words[5])
{
  // The program's own other half: what `--siege` starts.
  var besiegers = Besiegers(
    port: port, large: Request.get(words[3], port: port, fields: [words[4]]))
  besiegers.run(seconds: seconds)
  exit(0)
}
do {
  let options = try BenchmarkOptions(Array(words.dropFirst()))
  if options.isSiege {
    try Siege(options).run()
  } else {
    var benchmark = try Benchmark(options)
    try benchmark.run()
  }
} catch {
  TextFile.say("floe-bench: \(error)")
  exit(1)
}
