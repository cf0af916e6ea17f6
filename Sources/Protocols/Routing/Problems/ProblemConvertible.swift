/// An error that knows which problem it is to the client.
package protocol ProblemConvertible: Error {
  /// The problem to answer with.
  var problem: Problem { get }
}
