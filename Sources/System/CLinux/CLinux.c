#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <link.h>
#include <malloc.h>
#include <pthread.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

int floe_accept(int listener, struct sockaddr *address, uint32_t *length) {
  socklen_t size = *length;
  int descriptor = accept4(listener, address, &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
  *length = size;
  return descriptor < 0 ? -errno : descriptor;
}

int floe_pipe(int ends[2]) { return pipe2(ends, O_NONBLOCK | O_CLOEXEC) < 0 ? -errno : 0; }

int floe_set_pipe_size(int pipe, int count) {
  int size = fcntl(pipe, F_SETPIPE_SZ, count);
  return size < 0 ? -errno : size;
}

ssize_t floe_lend_pages(int pipe, const void *bytes, size_t count) {
  struct iovec run = {.iov_base = (void *)bytes, .iov_len = count};
  ssize_t lent = vmsplice(pipe, &run, 1, SPLICE_F_NONBLOCK);
  return lent < 0 ? -errno : lent;
}

ssize_t floe_splice(int pipe, int socket, size_t count, bool more_follows) {
  unsigned flags = SPLICE_F_NONBLOCK | (more_follows ? SPLICE_F_MORE : 0);
  ssize_t moved = splice(pipe, NULL, socket, NULL, count, flags);
  return moved < 0 ? -errno : moved;
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

int floe_direct_port(int socket, uint32_t first, uint32_t count) {
  struct sock_filter steps[] = {
      {BPF_LD | BPF_W | BPF_ABS, 0, 0, (uint32_t)(SKF_AD_OFF + SKF_AD_RANDOM)},
      {BPF_ALU | BPF_MOD | BPF_K, 0, 0, count},
      {BPF_ALU | BPF_ADD | BPF_K, 0, 0, first},
      {BPF_RET | BPF_A, 0, 0, 0},
  };
  struct sock_fprog program = {.len = sizeof steps / sizeof *steps, .filter = steps};
  int failed = setsockopt(
      socket, SOL_SOCKET, SO_ATTACH_REUSEPORT_CBPF, &program, sizeof program);
  return failed ? -errno : 0;
}

int floe_share_port(int socket) {
  int ignored = 0;
  int failed = setsockopt(
      socket, SOL_SOCKET, SO_DETACH_REUSEPORT_BPF, &ignored, sizeof ignored);
  return failed ? -errno : 0;
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

int floe_trim_heap(void) { return malloc_trim(0); }

static int floe_unmap_text(struct dl_phdr_info *object, size_t size, void *unused) {
  (void)size;
  (void)unused;
  uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
  for (int index = 0; index < object->dlpi_phnum; index++) {
    const ElfW(Phdr) *part = &object->dlpi_phdr[index];
    if (part->p_type != PT_LOAD || (part->p_flags & (PF_X | PF_W)) != PF_X) continue;
    uintptr_t first = object->dlpi_addr + part->p_vaddr;
    uintptr_t start = (first + page - 1) & ~(page - 1);
    uintptr_t end = (first + part->p_filesz) & ~(page - 1);
    if (start < end) madvise((void *)start, end - start, MADV_DONTNEED);
  }
  return 0;
}

void floe_let_go_of_text(void) { dl_iterate_phdr(floe_unmap_text, NULL); }
