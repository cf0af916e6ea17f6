internal import AddressScreening
internal import HTTPServer

/// Who is refused or banned is not even let in.
extension AddressRules: AddressFilter {}
