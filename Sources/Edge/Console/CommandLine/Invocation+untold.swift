extension Invocation {
  /// Says that edges that run were not told of what the command has done.
  func complainOfUntoldEdges() {
    terminal.complain(
      "floe: the shared state cannot be reached; running edges learn of this within a minute")
  }
}
