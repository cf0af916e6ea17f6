import Glibc

/// libFuzzer's loop, which comes with the fuzzer sanitizer.
@_silgen_name("LLVMFuzzerRunDriver")
func runFuzzer(
  _ count: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ target: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// `floe-fuzz TARGET [libFuzzer's options and folders]`.
///
/// The package manager renames `main` of an executable after its module and links the new name;
/// a function of that name is found where `@main` would add code that libFuzzer cannot have.
@_cdecl("floe_fuzz_main")
func fuzzMain(
  _ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
) -> CInt {
  guard count > 1, let name = arguments[1],
    let target = FuzzTarget(rawValue: String(cString: name))
  else {
    let names = FuzzTarget.allCases.map(\.rawValue).joined(separator: "|")
    let usage = "usage: floe-fuzz \(names) [options] [folders]\n"
    _ = usage.withCString { write(STDERR_FILENO, $0, strlen($0)) }
    return 2
  }
  // The program's name takes the place of the target's, and libFuzzer sees the rest.
  arguments[1] = arguments[0]
  var rest = arguments + 1
  var restCount = count - 1
  return runFuzzer(&restCount, &rest, target.run)
}
