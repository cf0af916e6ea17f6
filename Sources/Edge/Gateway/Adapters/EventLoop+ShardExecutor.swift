internal import ContentDelivery
internal import EventLoops

/// A shard of the content tier lives on an event loop.
extension EventLoop: ShardExecutor {}
