internal import Digests
internal import RESP

/// A script of one key that runs on the server as one step.
struct RedisScript: Sendable {
  let source: [UInt8]
  /// The name that the server gives it: its SHA-1 in hexadecimal digits.
  let name: [UInt8]

  init(_ text: String) {
    let source = Array(text.utf8)
    let digest = unsafe DigestState.digest(.sha1, of: source.span.bytes)
    self.source = source
    name = digest.flatMap { byte in
      Array((byte < 16 ? "0" : "").utf8) + Array(String(byte, radix: 16).utf8)
    }
  }

  /// The command by name, and the one by text for a server that does not know the name.
  func commands(key: [UInt8], _ arguments: [Int64]) -> (byName: RESPCommand, byText: RESPCommand) {
    let rest = [Array("1".utf8), key] + arguments.map { Array(String($0).utf8) }
    return (
      RESPCommand([Array("EVALSHA".utf8), name] + rest),
      RESPCommand([Array("EVAL".utf8), source] + rest)
    )
  }
}

extension RedisScript {
  /// `CellRate.take`, by the server's clock; numbers stay below 2⁵³, where doubles are exact.
  ///
  /// Arguments: emission interval and tolerance in microseconds, wanted, needed. Answers granted,
  /// remaining, and microseconds to wait and to rest.
  static let takeRate = RedisScript(
    """
    local interval, tolerance = tonumber(ARGV[1]), tonumber(ARGV[2])
    local wanted, needed = tonumber(ARGV[3]), tonumber(ARGV[4])
    local time = redis.call('TIME')
    local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
    local stored = redis.call('GET', KEYS[1])
    local arrival = now
    if stored then
      arrival = tonumber(stored)
      if not arrival then return redis.error_reply('ERR the value is not a number') end
    end
    local ahead = math.min(math.max(arrival - now, 0), tolerance)
    local available = math.floor((tolerance - ahead) / interval)
    local granted = math.min(wanted, available)
    if granted < needed then
      return {0, available, ahead + needed * interval - tolerance, ahead}
    end
    local rest = ahead + granted * interval
    redis.call('SET', KEYS[1], string.format('%.0f', now + rest), 'PX', math.ceil(rest / 1000))
    return {granted, available - granted, 0, rest}
    """)

  /// `QuotaRule.take`. Arguments: limit, wanted, and the end of the period in milliseconds of the
  /// calendar. Answers granted and used, or -1 when the period is over.
  static let takeQuota = RedisScript(
    """
    local limit, wanted, ends = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
    local time = redis.call('TIME')
    if ends <= tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000) then
      return {-1, 0}
    end
    local stored = redis.call('GET', KEYS[1])
    local used = 0
    if stored then
      used = tonumber(stored)
      if not used then return redis.error_reply('ERR the value is not a number') end
    end
    local granted = math.min(wanted, math.max(0, limit - used))
    if granted > 0 then
      local text = string.format('%.0f', used + granted)
      if stored then
        redis.call('SET', KEYS[1], text, 'KEEPTTL')
      else
        redis.call('SET', KEYS[1], text, 'PXAT', ARGV[3])
      end
    end
    return {granted, used + granted}
    """)

  /// `QuotaRule.release`. Argument: how much. Answers what is used then.
  static let releaseQuota = RedisScript(
    """
    local stored = redis.call('GET', KEYS[1])
    if not stored then return 0 end
    local used = tonumber(stored)
    if not used then return redis.error_reply('ERR the value is not a number') end
    local left = math.max(0, used - tonumber(ARGV[1]))
    redis.call('SET', KEYS[1], string.format('%.0f', left), 'KEEPTTL')
    return left
    """)

  /// Adds to a counter and sets its expiry if it is new. Arguments: how much, milliseconds.
  static let increment = RedisScript(
    """
    local isNew = redis.call('EXISTS', KEYS[1]) == 0
    redis.call('INCRBY', KEYS[1], ARGV[1])
    if isNew then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
    return redis.call('GET', KEYS[1])
    """)
}
