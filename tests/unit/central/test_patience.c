/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Connections that dawdle, and networks that have too many; alone, and as a stranger meets them at the server. */

#include <arpa/inet.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "patience.h"
#include "server_mhd.h"

enum { ENDED_MS = 5000, STILL_MS = 300 };

struct pair {
    int near, far;
};

static struct pair connect_pair(void)
{
    int fds[2];

    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, fds), 0);
    return (struct pair){fds[0], fds[1]};
}

static void close_pair(struct pair pair)
{
    close(pair.near);
    close(pair.far);
}

/* Whether the other end has gone within this time. */
static bool is_ended(int fd, int ms)
{
    struct pollfd wait = {.fd = fd, .events = POLLIN};
    char byte;

    return poll(&wait, 1, ms) == 1 && recv(fd, &byte, 1, MSG_PEEK) <= 0;
}

static struct patience *make(unsigned per_network)
{
    struct patience *patience = NULL;

    assert_int_equal(patience_create(per_network, &patience, NULL), BS_OK);
    return patience;
}

static void a_line_that_is_overdue_is_ended(void **state)
{
    struct patience *patience = make(8);
    struct pair pair = connect_pair();
    struct patience_line *line = patience_enter(patience, pair.near, "192.0.2.1", 1);

    (void)state;
    assert_false(is_ended(pair.far, STILL_MS));
    assert_true(is_ended(pair.far, ENDED_MS));
    patience_leave(patience, line);
    patience_destroy(patience);
    close_pair(pair);
}

static void a_line_that_is_allowed_more_stays(void **state)
{
    struct patience *patience = make(8);
    struct pair pair = connect_pair();
    struct patience_line *line = patience_enter(patience, pair.near, "192.0.2.1", 1);

    (void)state;
    patience_allow(patience, line, 600);
    assert_false(is_ended(pair.far, 2500));
    patience_leave(patience, line);
    patience_destroy(patience);
    close_pair(pair);
}

static void a_shorter_time_wakes_the_watch(void **state)
{
    struct patience *patience = make(8);
    struct pair pair = connect_pair();
    struct patience_line *line = patience_enter(patience, pair.near, "192.0.2.1", 600);

    (void)state;
    assert_false(is_ended(pair.far, STILL_MS));
    patience_allow(patience, line, 1);
    assert_true(is_ended(pair.far, ENDED_MS));
    patience_leave(patience, line);
    patience_destroy(patience);
    close_pair(pair);
}

static void a_line_whose_other_end_is_gone_is_ended_after_a_while(void **state)
{
    struct patience *patience = make(8);
    struct pair pair = connect_pair();
    struct patience_line *line = patience_enter(patience, pair.near, "192.0.2.1", 600);

    (void)state;
    assert_int_equal(shutdown(pair.far, SHUT_WR), 0);
    assert_false(is_ended(pair.far, 1000 * (PATIENCE_HUNG_S - 1))); /* it may wait for an answer */
    assert_true(is_ended(pair.far, ENDED_MS));
    patience_leave(patience, line);
    patience_destroy(patience);
    close_pair(pair);
}

static void one_too_many_of_a_network_is_ended_at_once_and_stays_so(void **state)
{
    struct patience *patience = make(2);
    struct pair pairs[4];
    struct patience_line *lines[4];
    static const char *const networks[] = {"2001:db8::", "2001:db8::", "2001:db8::", "192.0.2.1"};

    (void)state;
    for (size_t i = 0; i < 4; i++) {
        pairs[i] = connect_pair();
        lines[i] = patience_enter(patience, pairs[i].near, networks[i], 600);
    }
    assert_true(is_ended(pairs[2].far, 0));
    patience_allow(patience, lines[2], 600);
    assert_false(is_ended(pairs[0].far, 0));
    assert_false(is_ended(pairs[1].far, 0));
    assert_false(is_ended(pairs[3].far, 0));
    for (size_t i = 0; i < 4; i++) {
        patience_leave(patience, lines[i]);
        close_pair(pairs[i]);
    }
    patience_destroy(patience);
}

static void who_left_makes_room_for_another_of_its_network(void **state)
{
    struct patience *patience = make(1);
    struct pair first = connect_pair(), second = connect_pair();
    struct patience_line *line = patience_enter(patience, first.near, "192.0.2.1", 600);

    (void)state;
    patience_leave(patience, line);
    line = patience_enter(patience, second.near, "192.0.2.1", 600);
    assert_false(is_ended(second.far, STILL_MS));
    patience_leave(patience, line);
    patience_destroy(patience);
    close_pair(first);
    close_pair(second);
}

/* --- at the server --- */

static bool admit(void *self, void *passage, struct request *request, size_t *body_max,
                  struct reply *reply)
{
    (void)self;
    (void)passage;
    (void)request;
    (void)reply;
    *body_max = 0;
    return true;
}

static void answer(void *self, void *passage, const struct request *request, struct reply *reply)
{
    (void)self;
    (void)passage;
    (void)request;
    reply->status = 204;
}

static void problem(void *self, const struct request *request, int status, const char *title,
                    const char *detail, struct reply *reply)
{
    (void)self;
    (void)request;
    (void)title;
    (void)detail;
    reply->status = status;
}

static struct server *serve_for(unsigned connections_per_address, unsigned head_s)
{
    const struct server_options options = {.address = "127.0.0.1",
                                           .threads = 2,
                                           .connections = 64,
                                           .connections_per_address = connections_per_address,
                                           .timeout_s = 60,
                                           .head_s = head_s};
    const struct server_app app = {.admit = admit, .answer = answer, .problem = problem};
    struct server *server = NULL;

    assert_int_equal(server_start(&options, &app, &server, NULL), BS_OK);
    return server;
}

static struct server *serve(unsigned connections_per_address)
{
    return serve_for(connections_per_address, 2);
}

static int call(const struct server *server)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(server_port(server))};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    assert_true(fd >= 0);
    assert_int_equal(inet_pton(AF_INET, "127.0.0.1", &address.sin_addr), 1);
    assert_int_equal(connect(fd, (const struct sockaddr *)&address, sizeof(address)), 0);
    return fd;
}

static bool say(int fd, const char *text)
{
    return send(fd, text, strlen(text), MSG_NOSIGNAL) == (ssize_t)strlen(text);
}

static void pause_ms(long ms)
{
    const struct timespec pause = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};

    (void)nanosleep(&pause, NULL);
}

static void a_head_that_comes_drop_by_drop_is_cut_off(void **state)
{
    struct server *server = serve(8);
    int fd = call(server), drops = 0;

    (void)state;
    assert_true(say(fd, "GET / HTTP/1.1\r\nX: "));
    while (drops < 100 && !is_ended(fd, 0) && say(fd, "a")) {
        pause_ms(100);
        drops++;
    }
    assert_in_range(drops, 5, 60);
    close(fd);
    server_stop(server);
}

static void a_connection_that_asks_again_and_again_is_kept(void **state)
{
    struct server *server = serve(8);
    int fd = call(server);
    char answered[4096];

    (void)state;
    for (int i = 0; i < 8; i++) {
        assert_true(say(fd, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        assert_false(is_ended(fd, ENDED_MS));
        assert_true(recv(fd, answered, sizeof(answered), 0) > 12);
        assert_memory_equal(answered, "HTTP/1.1 204", 12);
        pause_ms(500);
    }
    close(fd);
    server_stop(server);
}

/* The end comes together with the last bytes, as of a line that was cut. */
static void who_hung_up_in_the_middle_of_a_head_takes_no_place_for_long(void **state)
{
    struct server *server = serve_for(2, 600);
    int fds[2], fd = -1, tries = 0;

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        fds[i] = call(server);
        assert_true(say(fds[i], "GET / HTT"));
        assert_int_equal(shutdown(fds[i], SHUT_WR), 0);
    }
    pause_ms(STILL_MS);
    for (bool is_answered = false; !is_answered && tries < 20; tries++) {
        fd = call(server);
        is_answered = say(fd, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n") && !is_ended(fd, 1000);
        close(fd);
        pause_ms(500);
    }
    assert_in_range(tries, 1, 19);
    for (size_t i = 0; i < 2; i++) {
        close(fds[i]);
    }
    server_stop(server);
}

static void a_stop_with_open_connections_ends_them(void **state)
{
    struct server *server = serve(8);
    int fds[8];

    (void)state;
    for (size_t i = 0; i < 8; i++) {
        fds[i] = call(server);
        assert_true(say(fds[i], "GET"));
    }
    pause_ms(STILL_MS);
    server_stop(server);
    for (size_t i = 0; i < 8; i++) {
        assert_true(is_ended(fds[i], ENDED_MS));
        close(fds[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_that_is_overdue_is_ended),
        cmocka_unit_test(a_line_that_is_allowed_more_stays),
        cmocka_unit_test(a_shorter_time_wakes_the_watch),
        cmocka_unit_test(a_line_whose_other_end_is_gone_is_ended_after_a_while),
        cmocka_unit_test(one_too_many_of_a_network_is_ended_at_once_and_stays_so),
        cmocka_unit_test(who_left_makes_room_for_another_of_its_network),
        cmocka_unit_test(a_head_that_comes_drop_by_drop_is_cut_off),
        cmocka_unit_test(a_connection_that_asks_again_and_again_is_kept),
        cmocka_unit_test(who_hung_up_in_the_middle_of_a_head_takes_no_place_for_long),
        cmocka_unit_test(a_stop_with_open_connections_ends_them),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
