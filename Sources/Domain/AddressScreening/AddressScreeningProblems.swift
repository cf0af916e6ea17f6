internal import HTTP
package import Routing

/// The problems of addresses.
package enum AddressScreeningProblems {
  /// The address is not let in.
  package static let blocked = ProblemType(
    slug: "address-blocked", status: .forbidden, title: "Address blocked",
    advice: "Requests from this address, or of IPv6 its network of 64 bits, are refused: the "
      + "operator has listed it, or too many of its requests were refused, failed or over a limit. "
      + "With Retry-After it is for so many seconds, and for longer each time; without, ask the "
      + "operator.")
  /// No such rule.
  package static let noSuchRule = ProblemType(
    slug: "no-such-address-rule", status: .notFound, title: "No such rule",
    advice: "GET /api/security/addresses lists the rules; those of the settings have no id and are "
      + "changed there.")
  /// The address is not banned.
  package static let noSuchBan = ProblemType(
    slug: "no-such-ban", status: .notFound, title: "No such ban",
    advice: "GET /api/security/bans lists the bans; one of IPv6 is of a network of 64 bits.")
  /// Too many rules.
  package static let tooMany = ProblemType(
    slug: "too-many-address-rules", status: .conflict, title: "Too many rules",
    advice: "The member limit is how many rules there may be (addresses.rules_max). List larger "
      + "blocks instead of many small ones.")
  /// The address cannot be shut out.
  package static let allowed = ProblemType(
    slug: "address-allowed", status: .conflict, title: "The address is in the allow list",
    advice: "An address in the allow list is never banned. Remove it from there first.")

  /// All of them.
  package static let all = [blocked, noSuchRule, noSuchBan, tooMany, allowed]
}
