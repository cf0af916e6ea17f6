#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

int floe_accept(int listener, struct sockaddr *address, uint32_t *length) {
  socklen_t size = *length;
  int descriptor = accept4(listener, address, &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
  *length = size;
  return descriptor < 0 ? -errno : descriptor;
}

int floe_memfd(const char *name) {
  int descriptor = memfd_create(name, MFD_CLOEXEC);
  return descriptor < 0 ? -errno : descriptor;
}

ssize_t floe_sendfile(int socket, int file, int64_t offset, size_t count) {
  off_t position = offset;
  ssize_t sent = sendfile(socket, file, &position, count);
  return sent < 0 ? -errno : sent;
}

ssize_t floe_receive(int socket, void *buffer, size_t count) {
  ssize_t received = syscall(SYS_recvfrom, socket, buffer, count, 0, NULL, NULL);
  return received < 0 ? -errno : received;
}

ssize_t floe_send(int socket, const void *bytes, size_t count, int flags) {
  ssize_t sent = syscall(SYS_sendto, socket, bytes, count, flags, NULL, 0);
  return sent < 0 ? -errno : sent;
}

ssize_t floe_send_runs(int socket, const struct iovec *runs, size_t count, int flags) {
  struct msghdr message = {.msg_iov = (struct iovec *)runs, .msg_iovlen = count};
  ssize_t sent = syscall(SYS_sendmsg, socket, &message, flags);
  return sent < 0 ? -errno : sent;
}

int floe_set_nonblocking(int descriptor) {
  int flags = fcntl(descriptor, F_GETFL, 0);
  if (flags < 0 || fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) < 0) return -errno;
  int own = fcntl(descriptor, F_GETFD, 0);
  if (own < 0 || fcntl(descriptor, F_SETFD, own | FD_CLOEXEC) < 0) return -errno;
  return 0;
}

int floe_pin_thread(int processor) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(processor, &set);
  return -pthread_setaffinity_np(pthread_self(), sizeof set, &set);
}

void floe_name_thread(const char *name) { pthread_setname_np(pthread_self(), name); }
