package import JSON

extension InvalidFields: ProblemConvertible {
  /// 422 with everything that is wrong, each with its place.
  package var problem: Problem {
    Problem(
      RoutingProblems.invalidContent,
      detail: faults.count == 1
        ? "\(faults[0].pointer): \(faults[0].detail)" : "\(faults.count) members are wrong.",
      members: [
        .init(
          "errors",
          .array(
            faults.map { ["pointer": .string($0.pointer), "detail": .string($0.detail)] }))
      ])
  }
}
