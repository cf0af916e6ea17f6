// Linux calls that Swift's Glibc module leaves out: they need _GNU_SOURCE, are
// variadic, or are macros. Each function does one call and nothing else.
#ifndef FLOE_CLINUX_H
#define FLOE_CLINUX_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct iovec;
struct sockaddr;

/// accept4(2) with SOCK_NONBLOCK | SOCK_CLOEXEC; the new descriptor, or -errno.
int floe_accept(int listener, struct sockaddr *address, uint32_t *length);

/// memfd_create(2) with MFD_CLOEXEC; the descriptor, or -errno.
int floe_memfd(const char *name);

/// sendfile(2) from `offset`; bytes sent, or -errno.
ssize_t floe_sendfile(int socket, int file, int64_t offset, size_t count);

/// recv(2) without flags; bytes received, 0 at the end, or -errno. Like the next one it is no
/// cancellation point: glibc's wrappers would pay for that on every call.
ssize_t floe_receive(int socket, void *buffer, size_t count);

/// send(2); bytes sent, or -errno.
ssize_t floe_send(int socket, const void *bytes, size_t count, int flags);

/// sendmsg(2) of these runs; bytes sent, or -errno.
ssize_t floe_send_runs(int socket, const struct iovec *runs, size_t count, int flags);

/// Sets O_NONBLOCK and FD_CLOEXEC; 0, or -errno.
int floe_set_nonblocking(int descriptor);

/// Pins the calling thread to one processor; 0, or -errno.
int floe_pin_thread(int processor);

/// Names the calling thread (at most 15 bytes).
void floe_name_thread(const char *name);

#endif
