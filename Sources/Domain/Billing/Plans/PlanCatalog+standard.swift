internal import Routing

extension PlanCatalog {
  /// The plans that are offered where no file says otherwise.
  package static let standard = PlanCatalog([free, starter, professional, enterprise])

  private static let free = Plan(
    name: "free", title: "Free", priceCents: 0, requestsPerMinute: 10, requestsPerDay: 1000,
    requestsPerMonth: 10_000, bytesPerMonth: 1 * Plan.gigabyte, overageCentsPerGB: nil,
    isSoft: false, features: ["Basic CDN access", "File uploads", "Basic analytics"],
    permissions: [.readCDN, .uploadFiles, .viewAnalytics])

  private static let starter = Plan(
    name: "starter", title: "Starter", priceCents: 2900, requestsPerMinute: 100,
    requestsPerDay: 50_000, requestsPerMonth: 1_000_000, bytesPerMonth: 10 * Plan.gigabyte,
    overageCentsPerGB: nil, isSoft: false,
    features: ["Enhanced CDN", "Cache management", "Advanced analytics"],
    permissions: [.readCDN, .uploadFiles, .viewAnalytics, .manageCache])

  private static let professional = Plan(
    name: "professional", title: "Professional", priceCents: 9900, requestsPerMinute: 1000,
    requestsPerDay: 1_000_000, requestsPerMonth: 10_000_000, bytesPerMonth: 100 * Plan.gigabyte,
    overageCentsPerGB: nil, isSoft: false,
    features: ["Full CDN access", "Advanced cache management", "Webhooks"],
    permissions: [.readCDN, .writeCDN, .uploadFiles, .viewAnalytics, .manageCache])

  private static let enterprise = Plan(
    name: "enterprise", title: "Enterprise", priceCents: 29_900, requestsPerMinute: 10_000,
    requestsPerDay: 10_000_000, requestsPerMonth: 100_000_000, bytesPerMonth: 1000 * Plan.gigabyte,
    overageCentsPerGB: nil, isSoft: false,
    features: ["Unlimited access", "Enterprise cache", "Custom analytics"],
    permissions: [.readCDN, .writeCDN, .uploadFiles, .viewAnalytics, .manageCache])
}
