/// The text at `GET /` of the control endpoint.
enum ControlHelp {
  /// Every call with an example to paste; `control` is the host and port that was asked.
  static func text(control: String) -> String {
    let url = "http://\(control)"
    let width = Faults.names.map(\.name.count).max()! + 2
    let faults = Faults.names.map { name, takes in
      "  \(name)\(String(repeating: " ", count: width - name.count))\(takes)"
    }
    return """
      The local Walrus network. Servers are named 0, 1, 2 (aggregators) and publisher; \
      all means the aggregators. Beside it ipfs-0 and ipfs-1 are gateways of IPFS.

      What there is: addresses, faults, counts, blobs with their objects
        curl \(url)/state

      Set the faults of a server (replaces those it had)
        curl -X PUT \(url)/faults/0 -d '{"latency_ms": 200, "status": 503, "probability": 0.5}'
        curl -X PUT \(url)/faults/all -d '{"mode": "nginx"}'
      Take faults away, of one or of all
        curl -X DELETE \(url)/faults/0
        curl -X DELETE \(url)/faults

      What was asked: counts for each path and the last heads; then forget it
        curl \(url)/requests
        curl \(url)/requests/0
        curl -X DELETE \(url)/requests

      Go to the next epoch, or to a given one
        curl -X POST \(url)/epoch
        curl -X POST \(url)/epoch -d '{"epoch": 9}'

      Let time pass for front caches and tokens
        curl -X POST \(url)/clock -d '{"advance_seconds": 61}'

      Set the on-chain attributes of an object (a blob id means its newest object)
        curl -X POST \(url)/objects/0x…/attributes -d '{"content-type": "image/png"}'

      Delete a blob from the network
        curl -X DELETE \(url)/blobs/BLOB_ID

      Give the gateways of IPFS some bytes; the answer is their CID. Longer than a chunk they \
      become several blocks; form=dag-pb wraps them, form=node takes them for a DAG-PB block
        curl -X POST --data-binary @README.md \(url)/ipfs
        curl -X POST --data-binary @README.md '\(url)/ipfs?chunk=1024&form=dag-pb'

      Faults
      \(faults.joined(separator: "\n"))

      """
  }
}
