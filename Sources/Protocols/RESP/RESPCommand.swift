/// A command with its arguments, each of them any bytes.
package struct RESPCommand: Sendable, Hashable {
  /// The name and what follows it.
  package var arguments: [[UInt8]]

  /// A command of bytes.
  package init(_ arguments: [[UInt8]]) {
    precondition(!arguments.isEmpty)
    self.arguments = arguments
  }

  /// A command of texts.
  package init(_ name: String, _ arguments: String...) {
    self.arguments = ([name] + arguments).map { Array($0.utf8) }
  }

  /// The same with one more argument.
  package func with(_ argument: [UInt8]) -> RESPCommand {
    RESPCommand(arguments + [argument])
  }

  /// Appends it as it goes to the server: an array of blob strings, in every version.
  package func write(to output: inout [UInt8]) {
    output.append(UInt8(ascii: "*"))
    Self.write(arguments.count, to: &output)
    for argument in arguments {
      output.append(UInt8(ascii: "$"))
      Self.write(argument.count, to: &output)
      output.append(contentsOf: argument)
      output.append(contentsOf: [13, 10])
    }
  }

  /// How many bytes `write` appends, or a few more.
  package var byteCountMax: Int { arguments.reduce(24) { $0 + $1.count + 24 } }

  private static func write(_ number: Int, to output: inout [UInt8]) {
    output.append(contentsOf: String(number).utf8)
    output.append(contentsOf: [13, 10])
  }
}
