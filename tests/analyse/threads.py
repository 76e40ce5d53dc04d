#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Buurtstem authors
# SPDX-License-Identifier: EUPL-1.2
"""Shows that the thread sanitizer, with our suppressions, finds a race and an inverted order of locks. Usage: threads.py"""

import os
import subprocess

from compiled import HERE, planted, run

START = ("#include <pthread.h>\n#include <stdio.h>\nstatic pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;\n"
         "static int count;\n")
RACE = START + """static void *add(void *self)
{
    %s
    count++;
    %s
    return self;
}
int main(void)
{
    pthread_t one, two;
    pthread_create(&one, NULL, add, NULL);
    pthread_create(&two, NULL, add, NULL);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    (void)b;
    return count != 2;
}
"""
ORDER = START + """static void *other(void *self)
{
    pthread_mutex_lock(&%s);
    pthread_mutex_lock(&%s);
    pthread_mutex_unlock(&a);
    pthread_mutex_unlock(&b);
    return self;
}
int main(void)
{
    pthread_t one;
    pthread_mutex_lock(&a);
    pthread_mutex_lock(&b);
    pthread_mutex_unlock(&b);
    pthread_mutex_unlock(&a);
    pthread_create(&one, NULL, other, NULL);
    pthread_join(one, NULL);
    return count;
}
"""
CASES = [("a count that two threads change", RACE % ("pthread_mutex_lock(&a);", "pthread_mutex_unlock(&a);"), RACE % ("", ""),
          "data race"),
         ("locks taken the other way round", ORDER % ("a", "b"), ORDER % ("b", "a"), "lock-order-inversion")]


def look(folder, path):
    program = os.path.join(folder, "planted")
    subprocess.run(["cc", "-O1", "-g", "-w", "-fsanitize=thread", "-pthread", "-o", program, path], check=True)
    return run(program, env={**os.environ, "TSAN_OPTIONS": f"suppressions={HERE}/tsan.supp"})


if __name__ == "__main__":
    planted("threads", look, CASES)
