extension ServiceGraph: CustomStringConvertible {
  /// One line a service in starting order with what it waits for, or the cycle.
  package var description: String {
    let order: [Handle]
    do { order = try startOrder() } catch { return "cycle: \(error)\n" }
    let numberWidth = String(order.count).count
    let nameWidth = nodes.map(\.name.count).max() ?? 0
    var text = ""
    for (position, handle) in order.enumerated() {
      let number = String(position + 1)
      let needs = nodes[handle.index].needs.map { nodes[$0].name }
      text += String(repeating: " ", count: numberWidth - number.count) + number + "  "
      text += handle.name
      if !needs.isEmpty {
        text += String(repeating: " ", count: nameWidth - handle.name.count)
        text += "  ← " + needs.joined(separator: ", ")
      }
      text += "\n"
    }
    return text
  }
}
