/// The servers that Floe is measured against, configured as well as we know how.
struct Peers {
  /// Where their files are, an absolute path.
  let work: String

  /// The folder of configurations.
  let configurations = "Benchmarks/peers"

  let sizes: [Int]

  static let originPort: UInt16 = 9100

  /// The plain files behind every cache.
  func origin() throws(BenchmarkFailure) -> Contender {
    let file = try configure("nginx-origin.conf", as: "origin.conf", ["PORT": "\(Self.originPort)"])
    return Contender(
      name: "nginx origin",
      Launch(
        command: ["nginx", "-p", work, "-c", file], output: "\(work)/origin.out",
        port: Self.originPort), sizes: sizes)
  }

  /// nginx in the three variants of which one is the best for any size.
  func nginxCaches() throws(BenchmarkFailure) -> [Contender] {
    let variants: [(label: String, sendfile: String, nopush: String, port: UInt16)] = [
      ("nginx cache, sendfile off", "off", "off", 9111),
      ("nginx cache, sendfile", "on", "off", 9112),
      ("nginx cache, sendfile + nopush", "on", "on", 9113),
    ]
    var caches = [Contender]()
    for variant in variants {
      let name = "nginx-\(variant.port)"
      let file = try configure(
        "nginx-cache.conf", as: "\(name).conf",
        [
          "NAME": name, "PORT": "\(variant.port)", "ORIGIN": "\(Self.originPort)",
          "SENDFILE": variant.sendfile, "NOPUSH": variant.nopush,
        ])
      let launch = Launch(
        command: ["nginx", "-p", work, "-c", file], output: "\(work)/\(name).out",
        port: variant.port)
      caches.append(Contender(name: variant.label, launch, sizes: sizes))
    }
    return caches
  }

  /// Varnish with its threads prepared and everything in memory.
  func varnish() throws(BenchmarkFailure) -> Contender {
    let port: UInt16 = 9120
    let file = try configure("varnish.vcl", as: "varnish.vcl", ["ORIGIN": "\(Self.originPort)"])
    let parameters = [
      "thread_pools=1", "thread_pool_min=100", "thread_pool_max=300", "timeout_idle=3600",
    ]
    return Contender(
      name: "Varnish",
      Launch(
        command: [
          "varnishd", "-F", "-j", "none", "-n", "\(work)/varnish", "-a", "127.0.0.1:\(port)", "-f",
          file, "-s", "malloc,512m",
        ] + parameters.flatMap { ["-p", $0] },
        output: "\(work)/varnish.out", port: port), sizes: sizes)
  }

  /// The C program that only reads and writes the given bytes: one process a size.
  func floor(_ program: String, _ responses: [Int: HTTPConnection.Response])
    throws(BenchmarkFailure) -> Contender
  {
    var launches = [Launch]()
    var ports = [Int: UInt16]()
    for (index, size) in sizes.enumerated() {
      guard let response = responses[size] else { continue }
      let port = UInt16(9130 + index)
      try TextFile.write("\(work)/floor-\(size).head", response.head)
      try TextFile.write("\(work)/floor-\(size).body", response.body)
      ports[size] = port
      launches.append(
        Launch(
          command: [
            program, "\(port)", "\(work)/floor-\(size).head", "\(work)/floor-\(size).body",
          ],
          output: "\(work)/floor.out", port: port))
    }
    return Contender(name: "C floor", launches: launches, ports: ports)
  }

  /// Fills in a configuration; the path of the result.
  private func configure(
    _ template: String, as name: String, _ values: [String: String]
  ) throws(BenchmarkFailure) -> String {
    guard var text = TextFile.text("\(configurations)/\(template)") else {
      throw BenchmarkFailure("no \(configurations)/\(template): run this from the repository")
    }
    for (key, value) in values.merging(["WORK": work], uniquingKeysWith: { $1 }) {
      text = text.replacing("@\(key)@", with: value)
    }
    try TextFile.write("\(work)/\(name)", Array(text.utf8))
    return "\(work)/\(name)"
  }
}
