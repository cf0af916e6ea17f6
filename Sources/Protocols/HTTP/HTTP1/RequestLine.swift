/// The parts of a request line, as offsets.
struct RequestLine {
  var method = Method.other
  var minorVersion: UInt8 = 1
  var form = TargetForm.origin
  var hasQuery = false
  var token = HeadSlice()
  var target = HeadSlice()
  var authority = HeadSlice()
  var path = HeadSlice()
  var query = HeadSlice()
}
