/// What the fields of a head say about the message and its connection.
struct RequestFraming {
  var headLength = 0
  var body = BodyFraming.none
  var keepsAlive = true
  var expectsContinue = false
  var offersUpgrade = false
}
