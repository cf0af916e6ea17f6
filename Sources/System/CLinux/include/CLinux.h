// Linux calls that Swift's Glibc module leaves out: they need _GNU_SOURCE, are
// variadic, or are macros. Each function does one thing, most of them with one call.
#ifndef FLOE_CLINUX_H
#define FLOE_CLINUX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct iovec;
struct sockaddr;

/// accept4(2) with SOCK_NONBLOCK | SOCK_CLOEXEC; the new descriptor, or -errno.
int floe_accept(int listener, struct sockaddr *address, uint32_t *length);

/// pipe2(2) with O_NONBLOCK | O_CLOEXEC; 0, or -errno.
int floe_pipe(int ends[2]);

/// fcntl(2) with F_SETPIPE_SZ; the size that the pipe has now, or -errno.
int floe_set_pipe_size(int pipe, int count);

/// vmsplice(2) of one run into a pipe without blocking; bytes lent, or -errno.
ssize_t floe_lend_pages(int pipe, const void *bytes, size_t count);

/// splice(2) from a pipe into a socket without blocking; bytes moved, or -errno.
ssize_t floe_splice(int pipe, int socket, size_t count, bool more_follows);

/// recv(2) without flags; bytes received, 0 at the end, or -errno. Like the next one it is no
/// cancellation point: glibc's wrappers would pay for that on every call.
ssize_t floe_receive(int socket, void *buffer, size_t count);

/// send(2); bytes sent, or -errno.
ssize_t floe_send(int socket, const void *bytes, size_t count, int flags);

/// sendmsg(2) of these runs; bytes sent, or -errno.
ssize_t floe_send_runs(int socket, const struct iovec *runs, size_t count, int flags);

/// Sets O_NONBLOCK and FD_CLOEXEC; 0, or -errno.
int floe_set_nonblocking(int descriptor);

/// Lets the sockets of a port that come after the first `first` take its new connections, `count` of
/// them, at random (SO_ATTACH_REUSEPORT_CBPF, socket(7)); 0, or -errno.
int floe_direct_port(int socket, uint32_t first, uint32_t count);

/// Lets all sockets of a port take its new connections again; 0, or -errno.
int floe_share_port(int socket);

/// Pins the calling thread to one processor; 0, or -errno.
int floe_pin_thread(int processor);

/// Names the calling thread (at most 15 bytes).
void floe_name_thread(const char *name);

/// malloc_trim(3): gives memory that the allocator keeps for later back to the system; 1 when there
/// was any. Takes the allocator's locks one after the other.
int floe_trim_heap(void);

/// madvise(2) with MADV_DONTNEED for the machine code of every loaded object: nobody has written to
/// it, and what is run again comes back from the file or the page cache.
void floe_let_go_of_text(void);

#endif
