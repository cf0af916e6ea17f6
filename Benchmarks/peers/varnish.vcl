# Varnish as a cache before the origin; everything is cacheable.
# @...@ is filled in by floe-bench.
vcl 4.1;

backend origin {
  .host = "127.0.0.1";
  .port = "@ORIGIN@";
}

sub vcl_recv {
  return (hash);
}

sub vcl_backend_response {
  set beresp.ttl = 1d;
}

sub vcl_deliver {
  if (obj.hits > 0) {
    set resp.http.X-Cache = "HIT";
  } else {
    set resp.http.X-Cache = "MISS";
  }
}
