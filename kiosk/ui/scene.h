/* SPDX-FileCopyrightText: 2026 The Buurtstem authors */
/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef SCENE_H
#define SCENE_H

/*
 * The scene: what a screen is, once. Pixels, speech and the JSON that tests read are renderings of it, so focus order,
 * speech order and touch targets cannot drift apart. Fixed size, no allocation, no pointers: a scene can be kept and
 * compared. Node order is reading order, focus order and paint order.
 */

#include <stdbool.h>
#include <stddef.h>

#include "geom.h"
#include "theme.h"

#define UI_NODES_MAX 96
#define UI_ID_TEXT   64
/* Content is limited in characters; screens/frame.c checks that its longest texts fit into these bytes. */
#define UI_LABEL_TEXT  1024
#define UI_SPEECH_TEXT 3072
#define UI_ICON_TEXT   48
#define UI_QR_TEXT     224 /* an address and a code; screens/frame.c checks it too */

enum ui_role {
    UI_ROLE_TEXT,
    UI_ROLE_HEADING,
    UI_ROLE_QUESTION, /* the one heading of a question screen */
    UI_ROLE_BUTTON,
    UI_ROLE_IMAGE,
    UI_ROLE_STATUS, /* spoken when it changes: "nog 1 over" */
    UI_ROLE_DIALOG,
    UI_ROLE_DECORATION /* surfaces and lines: drawn, never spoken or reported */
};

enum ui_state { UI_STATE_PRESSED = 1, UI_STATE_CHOSEN = 2, UI_STATE_FOCUSED = 4 };

/* What is behind a node's content. */
enum ui_surface {
    UI_SURFACE_NONE,
    UI_SURFACE_CARD,       /* answer: card with an edge; chosen: canal border and tint */
    UI_SURFACE_PRIMARY,    /* the one main act: canal, white text */
    UI_SURFACE_SECONDARY,  /* card, canal border and text */
    UI_SURFACE_QUIET,      /* card, edge border, ink text: "weet ik niet" */
    UI_SURFACE_STORY,      /* canal, white text: a panel that is a control as a whole */
    UI_SURFACE_PANEL,      /* card with a hair border: not a control */
    UI_SURFACE_TINT,       /* tint, no border: not a control */
    UI_SURFACE_CANAL,      /* canal, no border: promise panel */
    UI_SURFACE_BADGE,      /* sun */
    UI_SURFACE_BAR,        /* tool bar with a hair line on top */
    UI_SURFACE_DIM,        /* over everything behind a dialog */
    UI_SURFACE_DISC,       /* a leaf-coloured disc: done */
    UI_SURFACE_DISC_CANAL, /* a canal disc: a person's picture or initial */
    UI_SURFACE_SLOT,       /* a place for a sign: card with an edge; chosen: the next one */
    UI_SURFACE_LINE,       /* the whole rectangle in the node's ink */
    UI_SURFACE_MASK,       /* a control in ink with paper letters: a word that is made black */
    UI_SURFACE_FOUND /* a control with a thick brick border: a word that should be looked at */
};

enum ui_arrangement {
    UI_TEXT_ONLY,
    UI_PICTURE_ABOVE, /* face or icon, words under it */
    UI_PICTURE_START, /* icon at the start side, words beside it */
    UI_PICTURE_END,   /* words, then icon: "Verder →" */
    UI_PICTURE_ONLY
};

enum ui_align { UI_ALIGN_START, UI_ALIGN_CENTRE, UI_ALIGN_END };

struct ui_node {
    char id[UI_ID_TEXT];
    enum ui_role role;
    char label[UI_LABEL_TEXT];   /* what is shown; may hold soft hyphens and isolates */
    char speech[UI_SPEECH_TEXT]; /* what is said; equal to label where content gives nothing else */
    char lang[12];
    struct ui_rect rect;
    unsigned states; /* enum ui_state */
    enum ui_surface surface;
    enum ui_arrangement arrangement;
    enum ui_align align;
    bool centre_vertically;
    enum ui_style style;
    bool is_small; /* a button beside the main ones: build_end gives it and its row small letters */
    bool is_apart; /* its letters do not hang on those of the other buttons of its row */
    bool is_tool; /* of the tool bar: its row takes one size in every mode, so that nothing moves */
    enum ui_ink ink;
    char icon[UI_ICON_TEXT]; /* name in assets/icons; "" for none */
    /* `icon` is a name in assets/pictures: drawn in its own colours, in all of the rectangle. */
    bool is_picture;
    /* An arrow, drawn pointing to the start; behind the words it points to the end. */
    bool icon_turns;
    int face; /* 1 (worst) … 5 (best); 0: none */
    /* Size of icon or face, and offsets of picture and first line in rect. Where the picture is above the words,
     * build_end fills all three, the same across a row of cards. */
    int picture_px, picture_top, text_top;
    int end_px;     /* so much stays free at the end side, for something else that stands there */
    int foot_up_px; /* and the strip of foot_px so far above the foot */
    int foot_px; /* if not 0: picture and words stand in a strip so high at the foot of the rectangle */
    char qr[UI_QR_TEXT]; /* shown as a QR code, dark on light in every theme; "" for none */
    bool fits;           /* the text is inside the rectangle; a scene test demands it everywhere */
    bool is_secret;      /* never said: a word for each sign instead */
    bool is_private; /* what a resident wrote: said to a headset alone, and its sound never kept */
};

struct ui_scene {
    char screen[24];
    char lang[12];
    bool is_rtl;
    bool is_dark;   /* as good as off: black, with words and pictures in grey */
    char modes[64]; /* blank-separated: "large contrast" */
    int width, height;
    size_t count;
    struct ui_node nodes[UI_NODES_MAX];
};

/* The node of that id, or NULL; where a dialog has one too (Stop), the dialog's. */
const struct ui_node *scene_find(const struct ui_scene *scene, const char *id);
/* The topmost button at a point; below a dialog's dim nothing is hit. NULL if there is none. */
const struct ui_node *scene_hit(const struct ui_scene *scene, struct ui_point at);
/* Index of the first node that fingers and keys can reach: 0, or the one after a dialog's dim. */
size_t scene_first_reachable(const struct ui_scene *scene);
/* Index of the node where a visitor begins: the first question, heading or dialog that can be reached and has a control
 * behind it; else the first that can be reached. */
size_t scene_main(const struct ui_scene *scene);
bool scene_equal(const struct ui_scene *a, const struct ui_scene *b);

#endif
