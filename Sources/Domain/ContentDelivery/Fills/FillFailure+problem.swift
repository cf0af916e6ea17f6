internal import Routing

extension FillFailure: ProblemConvertible {
  /// The problem to answer with before anything of the content was sent.
  var problem: Problem {
    switch self {
    case .origin(let failure): failure.problem
    case .overloaded: Problem(ContentDeliveryProblems.fillsExhausted, retryAfter: 1)
    case .shed(let seconds): Problem(ContentDeliveryProblems.loadShed, retryAfter: seconds)
    }
  }
}
