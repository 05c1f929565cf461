/*
 * The floor of the relay benchmark: what a relay cannot do without. One socket per stream; epoll, recvfrom, sendto; no RTP.
 * Standard input: "threads streams", then a port for each stream, to which its socket sends. Output: the sockets' own ports.
 * What arrives on the socket of stream 2n goes out by that of 2n+1, and the other way round. Ends with its standard input.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>

enum { BATCH = 64, LARGEST = 2048 };

static int *sockets;
static struct sockaddr_in *peers;

static void fail(const char *what)
{
    perror(what);
    exit(1);
}

static void *run(void *argument)
{
    int epoll = (int)(intptr_t)argument;
    struct epoll_event events[BATCH];
    char buffer[LARGEST];
    for (;;) {
        int count = epoll_wait(epoll, events, BATCH, -1);
        for (int i = 0; i < count; i++) {
            uint32_t stream = events[i].data.u32;
            struct sockaddr_in from;
            socklen_t length = sizeof from;
            ssize_t size = recvfrom(sockets[stream], buffer, sizeof buffer, MSG_DONTWAIT, (struct sockaddr *)&from, &length);
            if (size >= 0)
                (void)sendto(sockets[stream ^ 1], buffer, (size_t)size, MSG_DONTWAIT, (struct sockaddr *)&peers[stream ^ 1], sizeof peers[0]);
        }
    }
    return NULL;
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
    int *epolls = calloc(threads, sizeof *epolls);
    for (int i = 0; i < threads; i++)
        if ((epolls[i] = epoll_create1(0)) < 0)
            fail("epoll_create1");
    for (int i = 0; i < streams; i++) {
        int port;
        if (scanf("%d", &port) != 1)
            return 2;
        struct sockaddr_in local = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
        socklen_t length = sizeof local;
        peers[i] = local;
        peers[i].sin_port = htons((uint16_t)port);
        sockets[i] = socket(AF_INET, SOCK_DGRAM, 0);
        if (sockets[i] < 0 || bind(sockets[i], (struct sockaddr *)&local, sizeof local) < 0)
            fail("socket");
        getsockname(sockets[i], (struct sockaddr *)&local, &length);
        struct epoll_event event = { .events = EPOLLIN, .data.u32 = (uint32_t)i };
        if (epoll_ctl(epolls[i / 2 % threads], EPOLL_CTL_ADD, sockets[i], &event) < 0)
            fail("epoll_ctl");
        printf(i == 0 ? "%d" : " %d", ntohs(local.sin_port));
    }
    printf("\n");
    fflush(stdout);
    for (int i = 0; i < threads; i++) {
        pthread_t thread;
        if (pthread_create(&thread, NULL, run, (void *)(intptr_t)epolls[i]) != 0)
            fail("pthread_create");
    }
    while (getchar() != EOF) {
    }
    return 0;
}
