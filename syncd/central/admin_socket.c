/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Both ends of the local socket. */

#include "admin_socket.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <buurtstem/mem.h>

#include "admin_frame.h"

enum { PATIENCE_S = 60 }; /* for a caller that stops in the middle */

struct admin_socket {
    struct central *central;
    int listener, stop;
    char path[sizeof(((struct sockaddr_un *)0)->sun_path)];
    pthread_t thread;
};

static bool name_socket(const char *path, struct sockaddr_un *out)
{
    memset(out, 0, sizeof(*out));
    out->sun_family = AF_UNIX;
    if (strlen(path) >= sizeof(out->sun_path)) {
        return false;
    }
    memcpy(out->sun_path, path, strlen(path) + 1);
    return true;
}

/* --- the server's end --- */

static bool write_frame(void *self, bool is_error, struct bs_bytes text)
{
    const int fd = *(const int *)self;

    return admin_write_line(fd, "%c %zu", is_error ? 'e' : 'o', text.len) &&
           admin_write(fd, text.data, text.len);
}

static bool is_allowed(int fd)
{
    struct ucred peer;
    socklen_t size = sizeof(peer);

    return getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 &&
           (peer.uid == geteuid() || peer.uid == 0);
}

static bool read_words(int fd, size_t count, char **out)
{
    for (size_t i = 0; i < count; i++) {
        char line[ADMIN_LINE_MAX];
        size_t len;

        if (!admin_read_line(fd, line) ||
            !admin_numbers(line, "", VERB_ARGUMENT_BYTES - 1, &len, 1)) {
            return false;
        }
        out[i] = bs_xcalloc(1, len + 1);
        if (!admin_read(fd, out[i], len) || memchr(out[i], '\0', len) != NULL) {
            return false;
        }
    }
    return true;
}

static bool read_input(int fd, struct verb_input *out, size_t *room)
{
    char line[ADMIN_LINE_MAX];
    size_t sizes[2];
    uint8_t *content;
    bool good;

    bs_buf_init(&out->content, VERB_INPUT_BYTES);
    if (!admin_read_line(fd, line) || !admin_numbers(line, "", VERB_INPUT_BYTES, sizes, 2) ||
        sizes[0] >= sizeof(out->name) || sizes[1] > *room || !admin_read(fd, out->name, sizes[0])) {
        return false;
    }
    *room -= sizes[1];
    out->name[sizes[0]] = '\0';
    content = bs_xcalloc(1, sizes[1] + 1);
    good = admin_read(fd, content, sizes[1]);
    bs_buf_add(&out->content, content, good ? sizes[1] : 0);
    bs_wipe(content, sizes[1]);
    free(content);
    return good;
}

static int run_with(const struct verb *verb, struct verb_call *call, int fd)
{
    int status;

    call->file = -1;
    if (verb->reads != VERB_CARRIES_FILE) {
        return verb->run(call);
    }
    if (!admin_receive_file(fd, &call->file)) {
        verb_complain(call, "buurtstem-central: the file did not come along");
        return bs_err_exit_status(BS_BAD);
    }
    status = verb->run(call);
    close(call->file);
    return status;
}

static int run(struct verb_call *call, int fd, size_t word_count, char **words)
{
    size_t taken = 0;
    const struct verb *verb = verb_find(word_count, words, &taken);

    if (verb == NULL) {
        verb_complain(call, "buurtstem-central: the running server does not know this verb");
        return bs_err_exit_status(BS_BAD);
    }
    if (verb->reads == VERB_REPLACES_FILES) {
        verb_complain(call, "buurtstem-central: stop the server first");
        return bs_err_exit_status(BS_REFUSED);
    }
    call->argument_count = word_count - taken;
    for (size_t i = 0; i < call->argument_count; i++) {
        call->arguments[i] = words[taken + i];
    }
    return run_with(verb, call, fd);
}

static void serve_call(struct admin_socket *admin, int fd)
{
    struct verb_input *inputs = bs_xcalloc(VERB_INPUTS_MAX, sizeof(*inputs));
    char *words[VERB_ARGUMENTS_MAX] = {NULL}, line[ADMIN_LINE_MAX];
    size_t counts[2] = {0, 0}, room = VERB_INPUT_ALL_BYTES;
    struct verb_out out = {.write = write_frame, .self = &fd};
    struct verb_call call = {.central = admin->central, .inputs = inputs, .out = &out};
    bool good = admin_read_line(fd, line) &&
                admin_numbers(line, ADMIN_GREETING, VERB_INPUTS_MAX, counts, 2) &&
                counts[0] <= VERB_ARGUMENTS_MAX && read_words(fd, counts[0], words);

    for (size_t i = 0; good && i < counts[1]; i++) {
        good = read_input(fd, &inputs[i], &room);
        call.input_count = i + 1;
    }
    if (good) {
        (void)admin_write_line(fd, "x %d", run(&call, fd, counts[0], words));
    }
    for (size_t i = 0; i < call.input_count; i++) {
        bs_wipe(inputs[i].content.data, inputs[i].content.len);
        bs_buf_finish(&inputs[i].content);
    }
    for (size_t i = 0; i < VERB_ARGUMENTS_MAX; i++) {
        free(words[i]);
    }
    free(inputs);
}

static void *serve(void *self)
{
    struct admin_socket *admin = self;
    struct pollfd waits[] = {{.fd = admin->listener, .events = POLLIN},
                             {.fd = admin->stop, .events = POLLIN}};

    for (;;) {
        int fd;

        if (poll(waits, 2, -1) < 0) {
            if (errno == EINTR) {
                continue; /* says nothing of either, and accept would wait */
            }
            return NULL;
        }
        if (waits[1].revents != 0) {
            return NULL;
        }
        fd = accept4(admin->listener, NULL, NULL, SOCK_CLOEXEC);
        if (fd >= 0) {
            const struct timeval patience = {.tv_sec = PATIENCE_S};

            (void)setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
            (void)setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
            if (is_allowed(fd)) {
                serve_call(admin, fd);
            }
            close(fd);
        }
    }
}

static enum bs_err listen_at(struct admin_socket *admin, const char *path, struct bs_error *err)
{
    struct sockaddr_un name;
    mode_t mask;
    int rc;

    if (!name_socket(path, &name)) {
        return bs_fail(err, BS_REFUSED, "%s: too long for a socket; choose a shorter data_dir",
                       path);
    }
    admin->listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    admin->stop = eventfd(0, EFD_CLOEXEC);
    (void)unlink(path); /* ours by the database's lock; left behind by a crash */
    mask = umask(0177);
    rc = bind(admin->listener, (const struct sockaddr *)&name, sizeof(name));
    (void)umask(mask);
    if (rc != 0 || listen(admin->listener, 8) != 0) {
        return bs_fail(err, BS_REFUSED, "%s: %s", path, strerror(errno));
    }
    memcpy(admin->path, name.sun_path, sizeof(admin->path));
    return BS_OK;
}

enum bs_err admin_socket_start(const char *path, struct central *central, struct admin_socket **out,
                               struct bs_error *err)
{
    struct admin_socket *admin = bs_xcalloc(1, sizeof(*admin));
    enum bs_err rc;

    admin->central = central;
    admin->listener = -1;
    admin->stop = -1;
    rc = listen_at(admin, path, err);
    if (rc == BS_OK && pthread_create(&admin->thread, NULL, serve, admin) != 0) {
        rc = bs_fail(err, BS_LATER, "no thread for the local socket");
    }
    if (rc != BS_OK) {
        close(admin->listener);
        close(admin->stop);
        free(admin);
        return rc;
    }
    *out = admin;
    return BS_OK;
}

void admin_socket_stop(struct admin_socket *admin)
{
    const uint64_t one = 1;

    if (admin == NULL) {
        return;
    }
    (void)!write(admin->stop, &one, sizeof(one));
    (void)pthread_join(admin->thread, NULL);
    (void)unlink(admin->path);
    close(admin->listener);
    close(admin->stop);
    free(admin);
}

/* --- the caller's end --- */

static bool send_call(int fd, size_t word_count, char *const *words,
                      const struct verb_input *inputs, size_t input_count)
{
    bool good = admin_write_line(fd, ADMIN_GREETING " %zu %zu", word_count, input_count);

    for (size_t i = 0; good && i < word_count; i++) {
        good = admin_write_line(fd, "%zu", strlen(words[i])) &&
               admin_write(fd, words[i], strlen(words[i]));
    }
    for (size_t i = 0; good && i < input_count; i++) {
        size_t name = strlen(inputs[i].name);

        good = admin_write_line(fd, "%zu %zu", name, inputs[i].content.len) &&
               admin_write(fd, inputs[i].name, name) &&
               admin_write(fd, inputs[i].content.data, inputs[i].content.len);
    }
    return good;
}

static bool pass_frame(int fd, const char *line, const struct verb_out *out)
{
    size_t left;
    uint8_t piece[4096];

    if (!admin_numbers(line + 1, "", SIZE_MAX, &left, 1)) {
        return false;
    }
    while (left > 0) {
        size_t size = left < sizeof(piece) ? left : sizeof(piece);

        if (!admin_read(fd, piece, size) ||
            !out->write(out->self, line[0] == 'e', (struct bs_bytes){piece, size})) {
            return false;
        }
        left -= size;
    }
    return true;
}

static enum bs_err read_answer(int fd, const struct verb_out *out, int *status,
                               struct bs_error *err)
{
    char line[ADMIN_LINE_MAX];
    size_t number;

    while (admin_read_line(fd, line)) {
        if (line[0] == 'x' && admin_numbers(line + 1, "", 255, &number, 1)) {
            *status = (int)number;
            return BS_OK;
        }
        if ((line[0] != 'o' && line[0] != 'e') || !pass_frame(fd, line, out)) {
            break;
        }
    }
    return bs_fail(err, BS_BROKEN, "the running server went away before it was done");
}

enum bs_err admin_socket_call(const char *path, size_t word_count, char *const *words,
                              const struct verb_input *inputs, size_t input_count, int file,
                              const struct verb_out *out, int *status, struct bs_error *err)
{
    struct sockaddr_un name;
    int fd;
    enum bs_err rc;

    if (!name_socket(path, &name)) {
        return bs_fail(err, BS_NOTFOUND, "no server is running");
    }
    fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || connect(fd, (const struct sockaddr *)&name, sizeof(name)) != 0) {
        rc = bs_fail(err, BS_NOTFOUND, "no server is running");
    } else if (!send_call(fd, word_count, words, inputs, input_count) ||
               (file >= 0 && !admin_send_file(fd, file))) {
        rc = bs_fail(err, BS_BROKEN, "the running server does not listen to this user");
    } else {
        rc = read_answer(fd, out, status, err);
    }
    if (fd >= 0) {
        close(fd);
    }
    return rc;
}
