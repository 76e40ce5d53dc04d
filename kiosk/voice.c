/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* The voice's thread: texts in, sound out, and an end to what nobody waits for any more. */

#include "voice.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <buurtstem/crypto.h>
#include <buurtstem/log.h>
#include <buurtstem/mem.h>
#include <buurtstem/utf8.h>

#include "voice_p.h"

struct job {
    unsigned ticket;
    size_t part;
    char lang[12];
    bool is_private, is_slow;
    char text[VOICE_TEXT_MAX + 1];
};

struct voice {
    struct voice_options options;
    pthread_t thread;
    pthread_mutex_t lock; /* guards everything down to `is_busy` */
    struct job jobs[VOICE_JOBS_MAX];
    size_t job_first, job_count;
    struct voice_event events[VOICE_JOBS_MAX];
    size_t event_first, event_count;
    unsigned hushes;  /* how often everything was taken back */
    bool is_retrying; /* what is mute is to be forgotten */
    bool is_stopping, is_busy;
    int wake_fd;
    /* The thread's. */
    struct voice_cache *cache;
    unsigned job_hushes;         /* as of the job that is being done */
    bool is_mute[LANGUAGES_MAX]; /* no voice: not tried again until that is asked for */
};

void voice_key(const char *lang, const char *text, char out[VOICE_KEY_TEXT])
{
    char hash[BS_HASH_TEXT];
    const struct bs_bytes parts[] = {bs_bytes_of(lang), bs_bytes_of("\n"), bs_bytes_of(text)};
    bs_sha256_hex(parts, 3, hash);
    snprintf(out, VOICE_KEY_TEXT, "%.16s", hash);
}

/* What sound depends on, so that another voice or pace is another sound. */
static void cache_key(const struct language *language, const struct job *job,
                      char out[BS_HASH_TEXT])
{
    const struct bs_bytes parts[] = {
        bs_bytes_of(job->lang), bs_bytes_of("\n"), bs_bytes_of(language->voice),
        bs_bytes_of(job->is_slow ? "\nslow\n" : "\nusual\n"), bs_bytes_of(job->text)};
    bs_sha256_hex(parts, sizeof parts / sizeof parts[0], out);
}

static bool is_taken_back(void *self)
{
    struct voice *voice = self;
    pthread_mutex_lock(&voice->lock);
    const bool is_back = voice->is_stopping || voice->hushes != voice->job_hushes;
    pthread_mutex_unlock(&voice->lock);
    return is_back;
}

/* ---- where sound comes from ---- */

/* A person's recording, whatever the pace. One that is there and cannot be played is told each time. */
static bool take_recording(struct voice *voice, const struct job *job, struct bs_buf *out)
{
    char key[VOICE_KEY_TEXT], path[1024];
    struct bs_buf file;
    struct bs_bytes samples;
    struct bs_error err = {0};
    voice_key(job->lang, job->text, key);
    snprintf(path, sizeof path, "%s/%s/speech/%s.wav", voice->options.recordings, job->lang, key);
    bs_buf_init(&file, VOICE_BYTES_MAX);
    enum bs_err rc = bs_file_read(path, &file, &err);
    if (rc == BS_OK) {
        rc = voice_wav_read(bs_buf_bytes(&file), &samples, &err);
    }
    if (rc == BS_OK) {
        bs_buf_add(out, samples.data, samples.len);
    } else if (rc != BS_NOTFOUND) {
        bs_log(BS_LOG_WARNING, "recording.unusable", "file=%s why=\"%s\"", path, err.text);
    }
    bs_buf_finish(&file);
    return rc == BS_OK;
}

static enum bs_err synthesise(struct voice *voice, const struct language *language,
                              const struct job *job, struct bs_buf *out, struct bs_error *err)
{
    struct voice_child child = {.program = voice->options.espeak,
                                .voice = language->voice,
                                .text = job->text,
                                .is_slow = job->is_slow,
                                .wake_fd = voice->wake_fd,
                                .is_stopped = is_taken_back,
                                .self = voice};
    struct bs_buf file;
    struct bs_bytes samples;
    bs_buf_init(&file, VOICE_BYTES_MAX);
    enum bs_err rc = voice_child_run(&child, &file, err);
    if (rc == BS_OK) {
        rc = voice_wav_read(bs_buf_bytes(&file), &samples, err);
    }
    if (rc == BS_OK) {
        bs_buf_add(out, samples.data, samples.len);
    }
    bs_buf_finish(&file);
    return rc;
}

/* A language without a voice of its own is said by nobody rather than by the wrong one. */
static enum bs_err speak(struct voice *voice, const struct job *job, struct bs_buf *out,
                         struct bs_error *err)
{
    const struct language *language = languages_find(voice->options.languages, job->lang);
    const size_t index =
        language != NULL ? (size_t)(language - voice->options.languages->of) : LANGUAGES_MAX;
    char key[BS_HASH_TEXT];
    if (language == NULL || language->voice[0] == '\0' || voice->is_mute[index]) {
        return BS_NOTFOUND;
    }
    cache_key(language, job, key);
    if (!job->is_private && voice_cache_get(voice->cache, key, out)) {
        return BS_OK;
    }
    const enum bs_err rc = synthesise(voice, language, job, out, err);
    if (rc == BS_NOTFOUND) {
        voice->is_mute[index] = true;
        bs_log(BS_LOG_WARNING, "voice.none", "lang=%s why=\"%s\"", job->lang, err->text);
    } else if (rc == BS_OK && !job->is_private) {
        voice_cache_put(voice->cache, key, bs_buf_bytes(out));
    }
    return rc;
}

/* ---- jobs and events ---- */

/* Unless everything was taken back since. */
static void post(struct voice *voice, const struct voice_event *event)
{
    pthread_mutex_lock(&voice->lock);
    const bool is_wanted =
        voice->hushes == voice->job_hushes && voice->event_count < VOICE_JOBS_MAX;
    if (is_wanted) {
        voice->events[(voice->event_first + voice->event_count++) % VOICE_JOBS_MAX] = *event;
    }
    pthread_mutex_unlock(&voice->lock);
    if (is_wanted) {
        voice->options.wake(voice->options.self);
    } else {
        voice_let_go(&(struct voice_event){.samples = event->samples, .count = event->count});
    }
}

static void do_job(struct voice *voice, const struct job *job)
{
    struct voice_event event = {.ticket = job->ticket, .part = job->part};
    struct bs_error err = {0};
    struct bs_buf sound;
    bs_buf_init(&sound, VOICE_BYTES_MAX);
    const enum bs_err rc = !job->is_private && take_recording(voice, job, &sound)
                               ? BS_OK
                               : speak(voice, job, &sound, &err);
    if (rc == BS_OK && sound.len > 0) {
        event.result = VOICE_SOUND;
        event.count = sound.len / sizeof *event.samples;
        event.samples = bs_xcalloc(event.count, sizeof *event.samples);
        memcpy(event.samples, sound.data, event.count * sizeof *event.samples);
    } else {
        event.result = rc == BS_NOTFOUND ? VOICE_NONE : VOICE_FAILED;
    }
    if (rc != BS_OK && rc != BS_NOTFOUND && rc != BS_AGAIN) {
        bs_log(BS_LOG_WARNING, "voice.failed", "lang=%s why=\"%s\"", job->lang, err.text);
    }
    bs_buf_finish(&sound);
    post(voice, &event);
}

static bool next_job(struct voice *voice, struct job *out)
{
    pthread_mutex_lock(&voice->lock);
    const bool found = voice->job_count > 0 && !voice->is_stopping;
    if (found) {
        struct job *job = &voice->jobs[voice->job_first];
        *out = *job;
        bs_wipe(job, sizeof *job);
        voice->job_first = (voice->job_first + 1) % VOICE_JOBS_MAX;
        voice->job_count--;
        voice->job_hushes = voice->hushes;
    }
    if (found && voice->is_retrying) {
        memset(voice->is_mute, 0, sizeof voice->is_mute);
        voice->is_retrying = false;
    }
    voice->is_busy = found;
    pthread_mutex_unlock(&voice->lock);
    return found;
}

static bool is_stopping(struct voice *voice)
{
    pthread_mutex_lock(&voice->lock);
    const bool stopping = voice->is_stopping;
    pthread_mutex_unlock(&voice->lock);
    return stopping;
}

static void *run(void *self)
{
    struct voice *voice = self;
    struct job job;
    sigset_t pipe;
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE); /* a child that does not listen is no reason to end */
    (void)pthread_sigmask(SIG_BLOCK, &pipe, NULL);
    while (!is_stopping(voice)) {
        struct pollfd wake = {.fd = voice->wake_fd, .events = POLLIN};
        uint64_t count;
        (void)poll(&wake, 1, -1);
        (void)!read(voice->wake_fd, &count, sizeof count);
        while (next_job(voice, &job)) {
            do_job(voice, &job);
            bs_wipe(&job, sizeof job);
        }
    }
    return NULL;
}

static void ring(struct voice *voice)
{
    const uint64_t one = 1;
    (void)!write(voice->wake_fd, &one, sizeof one);
}

enum bs_err voice_start(const struct voice_options *options, struct voice **out,
                        struct bs_error *err)
{
    struct voice *voice = bs_xcalloc(1, sizeof *voice);
    voice->options = *options;
    pthread_mutex_init(&voice->lock, NULL);
    voice->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    voice->cache = voice_cache_create(options->cache_dir, VOICE_MEMORY_MAX, VOICE_DISK_MAX);
    if (voice->wake_fd >= 0 && pthread_create(&voice->thread, NULL, run, voice) == 0) {
        *out = voice;
        return BS_OK;
    }
    if (voice->wake_fd >= 0) {
        close(voice->wake_fd);
    }
    voice_cache_destroy(voice->cache);
    free(voice);
    return bs_fail(err, BS_BROKEN, "cannot start the thread of the voice");
}

void voice_stop(struct voice *voice)
{
    if (voice == NULL) {
        return;
    }
    voice_hush(voice);
    pthread_mutex_lock(&voice->lock);
    voice->is_stopping = true;
    pthread_mutex_unlock(&voice->lock);
    ring(voice);
    (void)pthread_join(voice->thread, NULL);
    voice_hush(voice);
    voice_cache_destroy(voice->cache);
    close(voice->wake_fd);
    pthread_mutex_destroy(&voice->lock);
    bs_wipe(voice, sizeof *voice);
    free(voice);
}

bool voice_ask(struct voice *voice, unsigned ticket, size_t part, const char *lang,
               const char *text, bool is_private, bool is_slow)
{
    if (strlen(text) > VOICE_TEXT_MAX) {
        return false;
    }
    pthread_mutex_lock(&voice->lock);
    const bool fits =
        voice->job_count + voice->event_count + (voice->is_busy ? 1 : 0) < VOICE_JOBS_MAX;
    if (fits) {
        struct job *job = &voice->jobs[(voice->job_first + voice->job_count++) % VOICE_JOBS_MAX];
        *job = (struct job){
            .ticket = ticket, .part = part, .is_private = is_private, .is_slow = is_slow};
        bs_utf8_copy(job->lang, sizeof job->lang, lang);
        bs_utf8_copy(job->text, sizeof job->text, text);
    }
    pthread_mutex_unlock(&voice->lock);
    ring(voice);
    return fits;
}

void voice_hush(struct voice *voice)
{
    pthread_mutex_lock(&voice->lock);
    voice->hushes++;
    bs_wipe(voice->jobs, sizeof voice->jobs);
    voice->job_count = 0;
    for (; voice->event_count > 0; voice->event_count--) {
        voice_let_go(&voice->events[voice->event_first]);
        voice->event_first = (voice->event_first + 1) % VOICE_JOBS_MAX;
    }
    pthread_mutex_unlock(&voice->lock);
    ring(voice);
}

void voice_retry(struct voice *voice)
{
    pthread_mutex_lock(&voice->lock);
    voice->is_retrying = true;
    pthread_mutex_unlock(&voice->lock);
}

bool voice_take(struct voice *voice, struct voice_event *event)
{
    pthread_mutex_lock(&voice->lock);
    const bool found = voice->event_count > 0;
    if (found) {
        *event = voice->events[voice->event_first];
        voice->events[voice->event_first] = (struct voice_event){0};
        voice->event_first = (voice->event_first + 1) % VOICE_JOBS_MAX;
        voice->event_count--;
    }
    pthread_mutex_unlock(&voice->lock);
    return found;
}

void voice_let_go(struct voice_event *event)
{
    if (event->samples != NULL) {
        bs_wipe(event->samples, event->count * sizeof *event->samples);
        free(event->samples);
    }
    *event = (struct voice_event){0};
}

bool voice_is_idle(struct voice *voice)
{
    pthread_mutex_lock(&voice->lock);
    const bool is_idle = voice->job_count == 0 && !voice->is_busy;
    pthread_mutex_unlock(&voice->lock);
    return is_idle;
}
