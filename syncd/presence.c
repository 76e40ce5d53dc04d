/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* A lock of the open folder, not of the process: such a one stays when the process opens and closes the folder elsewhere. */
#include "presence.h"

#include <fcntl.h>
#include <unistd.h>

static int open_folder(const char *state_dir)
{
    return open(state_dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

int presence_show(const char *state_dir)
{
    struct flock shared = {.l_type = F_RDLCK, .l_whence = SEEK_SET};
    int folder = open_folder(state_dir);
    if (folder >= 0 && fcntl(folder, F_OFD_SETLK, &shared) != 0) {
        close(folder);
        folder = -1;
    }
    return folder;
}

void presence_end(int *presence)
{
    if (*presence >= 0) {
        close(*presence);
        *presence = -1;
    }
}

enum presence presence_look(const char *state_dir)
{
    struct flock sole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    int folder = open_folder(state_dir);
    if (folder < 0) {
        return PRESENCE_UNKNOWN;
    }
    int answer = fcntl(folder, F_OFD_GETLK, &sole);
    close(folder);
    return answer != 0 ? PRESENCE_UNKNOWN : sole.l_type == F_UNLCK ? PRESENCE_NONE : PRESENCE_THERE;
}
