/// What an inline responder did with a request.
package enum Disposition {
  /// The sink holds the whole response.
  case responded(RequestOutcome)
  /// The request needs a task.
  case declined
}
