/*
 * bare-relay.c with one socket for all odd streams of a thread, as the legs towards one conference server could share one: read by recvmmsg, told apart by the
 * port that a datagram came from, and written by sendmmsg once in each round. Same input and output; the odd streams of a thread have one port.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>

enum { BATCH = 64, LARGEST = 2048, SHARED = -1 };

static int *sockets;
static struct sockaddr_in *peers;
static int32_t stream_of[65536];

struct loop {
    int epoll;
    int shared;
};

struct batch {
    struct mmsghdr messages[BATCH];
    struct iovec parts[BATCH];
    struct sockaddr_in addresses[BATCH];
    char buffers[BATCH][LARGEST];
};

static void fail(const char *what)
{
    perror(what);
    exit(1);
}

static void prepare(struct batch *batch)
{
    memset(batch->messages, 0, sizeof batch->messages);
    for (int i = 0; i < BATCH; i++) {
        batch->parts[i] = (struct iovec){ batch->buffers[i], LARGEST };
        batch->messages[i].msg_hdr = (struct msghdr){ &batch->addresses[i], sizeof batch->addresses[i], &batch->parts[i], 1, NULL, 0, 0 };
    }
}

static void from_shared(int shared, struct batch *in)
{
    int count = recvmmsg(shared, in->messages, BATCH, MSG_DONTWAIT, NULL);
    for (int i = 0; i < count; i++) {
        int32_t stream = stream_of[ntohs(in->addresses[i].sin_port)];
        if (stream > 0)
            (void)sendto(sockets[stream ^ 1], in->buffers[i], in->messages[i].msg_len, MSG_DONTWAIT, (struct sockaddr *)&peers[stream ^ 1], sizeof peers[0]);
        in->messages[i].msg_hdr.msg_namelen = sizeof in->addresses[i];
    }
}

static void *run(void *argument)
{
    struct loop *loop = argument;
    struct epoll_event events[BATCH];
    struct batch *in = malloc(sizeof *in), *out = malloc(sizeof *out);
    prepare(in);
    prepare(out);
    for (;;) {
        int count = epoll_wait(loop->epoll, events, BATCH, -1);
        unsigned gathered = 0;
        for (int i = 0; i < count; i++) {
            int32_t stream = (int32_t)events[i].data.u32;
            if (stream == SHARED) {
                from_shared(loop->shared, in);
                continue;
            }
            ssize_t size = recv(sockets[stream], out->buffers[gathered], LARGEST, MSG_DONTWAIT);
            if (size >= 0) {
                out->parts[gathered].iov_len = (size_t)size;
                out->addresses[gathered++] = peers[stream ^ 1];
            }
        }
        if (gathered > 0)
            (void)sendmmsg(loop->shared, out->messages, gathered, MSG_DONTWAIT);
    }
    return NULL;
}

static int open_socket(int *port)
{
    struct sockaddr_in local = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t length = sizeof local;
    int opened = socket(AF_INET, SOCK_DGRAM, 0), size = 4 << 20;
    if (opened < 0 || bind(opened, (struct sockaddr *)&local, sizeof local) < 0)
        fail("socket");
    setsockopt(opened, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof size);
    getsockname(opened, (struct sockaddr *)&local, &length);
    *port = ntohs(local.sin_port);
    return opened;
}

static void watch(int epoll, int file, int32_t stream)
{
    struct epoll_event event = { .events = EPOLLIN, .data.u32 = (uint32_t)stream };
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, file, &event) < 0)
        fail("epoll_ctl");
}

int main(void)
{
    int threads, streams;
    if (scanf("%d %d", &threads, &streams) != 2 || threads < 1 || streams < 2)
        return 2;
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    sockets = calloc(streams, sizeof *sockets);
    peers = calloc(streams, sizeof *peers);
    struct loop *loops = calloc(threads, sizeof *loops);
    int *shared_ports = calloc(threads, sizeof *shared_ports);
    for (int i = 0; i < threads; i++) {
        if ((loops[i].epoll = epoll_create1(0)) < 0)
            fail("epoll_create1");
        loops[i].shared = open_socket(&shared_ports[i]);
        watch(loops[i].epoll, loops[i].shared, SHARED);
    }
    for (int i = 0; i < streams; i++) {
        int thread = i / 2 % threads, port;
        if (scanf("%d", &port) != 1)
            return 2;
        peers[i] = (struct sockaddr_in){ .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK), .sin_port = htons((uint16_t)port) };
        if (i % 2 == 0) {
            sockets[i] = open_socket(&port);
            watch(loops[thread].epoll, sockets[i], i);
        } else {
            stream_of[port] = i;
            port = shared_ports[thread];
        }
        printf(i == 0 ? "%d" : " %d", port);
    }
    printf("\n");
    fflush(stdout);
    for (int i = 0; i < threads; i++) {
        pthread_t thread;
        if (pthread_create(&thread, NULL, run, &loops[i]) != 0)
            fail("pthread_create");
    }
    while (getchar() != EOF) {
    }
    return 0;
}
