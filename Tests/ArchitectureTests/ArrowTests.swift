import Testing

/// Which module may import which.
@Suite struct ArrowTests {
  private let manifest = PackageManifest.current

  @Test func `the manifest declares the modules that are on disk, on their floors`() {
    let onDisk = Set(
      PackageManifest.floors.flatMap { floor in
        Repository.folders(in: "Sources/\(floor)").map { "\(floor)/\($0)" }
      })
    #expect(Set(manifest.modules.values.map { "\($0.floor)/\($0.name)" }) == onDisk)
    #expect(Set(Repository.folders(in: "Sources")) == Set(PackageManifest.floors))
  }

  @Test func `a module imports its own floor or lower ones`() {
    for module in manifest.modules.values {
      for target in module.imports {
        guard let from = manifest.height(of: module.name), let to = manifest.height(of: target)
        else {
          Issue.record("\(module.name) imports \(target), which is no module of the house")
          continue
        }
        if to > from { Issue.record("\(module.name) imports \(target), which stands above it") }
      }
    }
  }

  @Test func `protocols and domain stay clear of sockets and of C`() {
    // Ports that stand beside their adapters, and do no I/O themselves.
    let ports: Set<String> = ["Persistence"]
    for port in ports {
      let floors = (manifest.modules[port]?.imports ?? []).map { manifest.modules[$0]?.floor }
      #expect(floors.allSatisfy { $0 == "Core" }, "\(port) reaches beyond Core")
    }
    for module in manifest.modules.values {
      let floors = Set(module.imports.subtracting(ports).compactMap { manifest.modules[$0]?.floor })
      let barred: Set<String> =
        switch module.floor {
        case "Protocols": ["System", "IO"]
        case "Domain": ["System", "IO"]
        default: []
        }
      let met = floors.intersection(barred)
      if !met.isEmpty { Issue.record("\(module.name) reaches \(met.sorted())") }
    }
  }

  @Test func `of the services the domain meets only ports, which reach no socket themselves`() {
    for module in manifest.modules.values where module.floor == "Domain" {
      for target in module.imports {
        guard let service = manifest.modules[target], service.floor == "Services" else { continue }
        let floors = Set(service.imports.compactMap { manifest.modules[$0]?.floor })
        let met = floors.intersection(["System", "IO", "Services"])
        if !met.isEmpty { Issue.record("\(module.name) → \(target) reaches \(met.sorted())") }
      }
    }
  }

  @Test func `domain modules know of each other only the contract they share`() {
    for module in manifest.modules.values where module.floor == "Domain" {
      let neighbours = module.imports.filter { manifest.modules[$0]?.floor == "Domain" }
      #expect(neighbours.subtracting(["Capabilities"]).isEmpty, "\(module.name)")
    }
  }

  @Test func `the local network shares only identities and JSON with the side that serves`() {
    let targets = manifest.modules["Devnet"]?.imports ?? []
    let allowed = targets.filter {
      ["WalrusIdentity", "JSON"].contains($0) || manifest.modules[$0]?.floor == "System"
    }
    #expect(targets == allowed)
  }

  @Test func `files import what the manifest declares, and of the toolchain what is allowed`() {
    let toolchain: Set<String> = ["Swift", "Glibc", "Synchronization"]
    for source in SwiftSource.all(under: "Sources") {
      guard let place = source.place, let module = manifest.modules[place.module] else { continue }
      for (name, line) in source.imports {
        if !module.imports.contains(name) && !toolchain.contains(name) {
          Issue.record("\(source.location(line)): \(place.module) may not import \(name)")
        }
      }
    }
  }

  @Test func `nothing imports the large Foundation or a library of queues`() {
    let barred: Set<String> = [
      "Foundation", "FoundationNetworking", "FoundationXML", "FoundationInternationalization",
      "Dispatch", "XCTest",
    ]
    for source in SwiftSource.all(under: "Sources", "Tests", "Benchmarks", "Fuzzing") {
      for (name, line) in source.imports where barred.contains(name) {
        Issue.record("\(source.location(line)): imports \(name)")
      }
    }
  }

  @Test(.enabled(if: Repository.has("ARCHITECTURE.md"), "ARCHITECTURE.md is not written yet"))
  func `the arrows that are drawn are the arrows that are declared`() {
    let drawn = ArchitectureDocument(Repository.text(of: "ARCHITECTURE.md")).arrows
    for module in manifest.modules.values where module.floor != "System" {
      guard let targets = drawn[module.name] else {
        Issue.record("ARCHITECTURE.md has no line '\(module.name) → …' in a fenced block")
        continue
      }
      #expect(targets == module.imports, "the arrows of \(module.name) in ARCHITECTURE.md")
    }
  }
}
