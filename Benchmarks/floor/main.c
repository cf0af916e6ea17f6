// The floor: what it costs to read a request and write the same bytes back, and
// nothing more. One thread, epoll, one recv and one send a request, keep-alive. Head
// and body are one run of memory: that is the cheapest way we know, some 2 % below a
// writev of the two.
//
//   floor PORT HEAD-FILE BODY-FILE
//
// Requests are not parsed. A read as long as the connection's first request is
// one request; any other length is searched for the empty lines that end requests.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CONNECTIONS_MAX = 65536, EVENTS_MAX = 256 };

struct connection {
  size_t request_length;  // of the first request; 0 before it
  size_t written;         // of the response in progress
  int owed;               // responses not yet written whole
  int is_blocked;         // waits for room in the socket
};

static struct connection connections[CONNECTIONS_MAX];
static char *response;
static size_t response_length;
static int poller;

static void die(const char *what) {
  fprintf(stderr, "floor: %s: %s\n", what, strerror(errno));
  exit(1);
}

// Appends the contents of a file to the response.
static void append(const char *path) {
  int file = open(path, O_RDONLY | O_CLOEXEC);
  struct stat status;
  if (file < 0 || fstat(file, &status) < 0) die(path);
  size_t end = response_length + (size_t)status.st_size;
  response = realloc(response, end + 1);
  while (response_length < end) {
    ssize_t count = read(file, response + response_length, end - response_length);
    if (count <= 0) die(path);
    response_length += (size_t)count;
  }
  close(file);
}

static void watch(int socket, uint32_t events, int operation) {
  struct epoll_event event = {.events = events, .data.fd = socket};
  if (epoll_ctl(poller, operation, socket, &event) < 0) die("epoll_ctl");
}

static void drop(int socket) {
  close(socket);
  memset(&connections[socket], 0, sizeof connections[socket]);
}

// Writes what is owed, as far as the socket takes it.
static void respond(int socket) {
  struct connection *connection = &connections[socket];
  while (connection->owed > 0) {
    size_t written = connection->written;
    ssize_t count = send(socket, response + written, response_length - written, 0);
    if (count < 0) {
      if (errno != EAGAIN) {
        drop(socket);
        return;
      }
      if (!connection->is_blocked) {
        connection->is_blocked = 1;
        watch(socket, EPOLLOUT, EPOLL_CTL_MOD);
      }
      return;
    }
    connection->written += (size_t)count;
    if (connection->written == response_length) {
      connection->written = 0;
      connection->owed--;
    }
  }
  if (connection->is_blocked) {
    connection->is_blocked = 0;
    watch(socket, EPOLLIN, EPOLL_CTL_MOD);
  }
}

static int requests_in(const char *bytes, size_t length) {
  int count = 0;
  const char *end = bytes + length;
  for (const char *at = bytes; (at = memmem(at, (size_t)(end - at), "\r\n\r\n", 4)); at += 4) count++;
  return count;
}

static void receive(int socket) {
  static char buffer[65536];
  struct connection *connection = &connections[socket];
  ssize_t count = recv(socket, buffer, sizeof buffer, 0);
  if (count <= 0) {
    if (count == 0 || errno != EAGAIN) drop(socket);
    return;
  }
  if ((size_t)count == connection->request_length) {
    connection->owed++;
  } else {
    int requests = requests_in(buffer, (size_t)count);
    if (requests == 1 && connection->request_length == 0) {
      connection->request_length = (size_t)count;
    }
    connection->owed += requests;
  }
  respond(socket);
}

static int listening(int port) {
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  int one = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  struct sockaddr_in address = {
      .sin_family = AF_INET,
      .sin_port = htons((uint16_t)port),
      .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
  };
  if (bind(listener, (struct sockaddr *)&address, sizeof address) < 0) die("bind");
  if (listen(listener, 4096) < 0) die("listen");
  return listener;
}

static void accept_all(int listener) {
  int socket;
  while ((socket = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
    if (socket >= CONNECTIONS_MAX) {
      close(socket);
      continue;
    }
    int one = 1;
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    watch(socket, EPOLLIN, EPOLL_CTL_ADD);
  }
}

int main(int count, char **arguments) {
  if (count != 4) {
    fprintf(stderr, "usage: floor PORT HEAD-FILE BODY-FILE\n");
    return 2;
  }
  signal(SIGPIPE, SIG_IGN);
  append(arguments[2]);
  append(arguments[3]);
  poller = epoll_create1(EPOLL_CLOEXEC);
  int listener = listening(atoi(arguments[1]));
  watch(listener, EPOLLIN, EPOLL_CTL_ADD);
  for (;;) {
    struct epoll_event events[EVENTS_MAX];
    int ready = epoll_wait(poller, events, EVENTS_MAX, -1);
    for (int index = 0; index < ready; index++) {
      int socket = events[index].data.fd;
      if (socket == listener) {
        accept_all(listener);
      } else if (events[index].events & EPOLLOUT) {
        respond(socket);
      } else {
        receive(socket);
      }
    }
  }
}
