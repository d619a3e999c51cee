/* What a server serves: reading the options. */
#include "cli/server/settings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/base/memory.h"
#include "sim/base/must.h"
#include "sim/scenario/duration.h"

static const char TOO_MANY[] = "there are too many of them";

static void *grow(void *items, size_t count, size_t size);
static void free_name(const char *name);
static void list_free(struct settings_list *list);
static const char *read_address(const char *text, char **host_slot, uint16_t *port_slot);
static const char *read_behaviour(struct phone *phone, const char *text);

void settings_begin(struct settings *settings) {
    *settings = (struct settings){.port = 8088, .host = memory_text("127.0.0.1")};
}

void settings_free(struct settings *settings) {
    for (size_t i = 0; i < settings->users_count; i++) {
        free(settings->users[i].name);
        free(settings->users[i].password);
        free(settings->users[i].proven);
    }
    for (size_t i = 0; i < settings->sounds_count; i++) {
        free_name(settings->sounds[i].name);
    }
    for (size_t i = 0; i < settings->phones_count; i++) {
        free_name(settings->phones[i].name);
    }
    free(settings->users);
    free(settings->sounds);
    free(settings->phones);
    list_free(&settings->origins);
    list_free(&settings->channelvars);
    free(settings->host);
    free(settings->control_host);
    free(settings->dialplan_path);
    free(settings->port_path);
    free(settings->trace_path);
    free(settings->scenario_path);
    *settings = (struct settings){0};
}

const char *settings_listen(struct settings *settings, const char *text) {
    return read_address(text, &settings->host, &settings->port);
}

const char *settings_control_listen(struct settings *settings, const char *text) {
    return read_address(text, &settings->control_host, &settings->control_port);
}

const char *settings_user(struct settings *settings, const char *text) {
    const char *colon = strchr(text, ':');
    if (!colon || colon == text || colon[1] == '\0' || strcmp(colon, "::ro") == 0) {
        return "it must be NAME:PASSWORD, or NAME:PASSWORD:ro for one who may only read";
    }
    char name[SETTINGS_LINE_BYTES_MAX];
    if (strlen(text) >= sizeof name) {
        return "it is too long";
    }
    snprintf(name, sizeof name, "%.*s", (int)(colon - text), text);
    struct user *user = settings_find_user(settings, name, strlen(name));
    user = user ? user : settings_add_user(settings, name);
    if (!user) {
        return TOO_MANY;
    }
    user->is_crypt = false; /* it takes the place of a file's user */
    settings_text(&user->password, colon + 1);
    size_t length = strlen(user->password);
    user->read_only = length > 3 && strcmp(user->password + length - 3, ":ro") == 0;
    if (user->read_only) {
        user->password[length - 3] = '\0';
    }
    return NULL;
}

const char *settings_sound(struct settings *settings, const char *text) {
    const char *equals = strchr(text, '=');
    if (!equals || equals == text) {
        return "it must be NAME=LENGTH, such as hello-world=1s";
    }
    struct sound sound = {0};
    const char *why;
    if (!duration_parse(equals + 1, &sound.length_us, &why)) {
        return "its length must be a time such as 1s or 1500ms";
    }
    struct sound *sounds = grow(settings->sounds, settings->sounds_count, sizeof *sounds);
    if (!sounds) {
        return TOO_MANY;
    }
    settings->sounds = sounds;
    sound.name = memory_part(text, (size_t)(equals - text));
    settings->sounds[settings->sounds_count++] = sound;
    return NULL;
}

const char *settings_phone(struct settings *settings, const char *text) {
    const char *equals = strchr(text, '=');
    if (!equals || equals == text) {
        return "it must be NAME=BEHAVIOUR, such as alice=answers:2s, bob=busy, carol=no-answer";
    }
    struct phone phone = {0};
    const char *wrong = read_behaviour(&phone, equals + 1);
    if (wrong) {
        return wrong;
    }
    struct phone *phones = grow(settings->phones, settings->phones_count, sizeof *phones);
    if (!phones) {
        return TOO_MANY;
    }
    settings->phones = phones;
    size_t size = strlen(text) + sizeof "PJSIP/";
    char *name = memory_new(size);
    int length = (int)(equals - text);
    bool has_technology = memchr(text, '/', (size_t)length) != NULL;
    snprintf(name, size, "%s%.*s", has_technology ? "" : "PJSIP/", length, text);
    phone.name = name;
    settings->phones[settings->phones_count++] = phone;
    return NULL;
}

const char *settings_clock(struct settings *settings, const char *text) {
    bool is_virtual = strcmp(text, "virtual") == 0;
    settings->clock = is_virtual ? CLOCK_VIRTUAL : CLOCK_WALL;
    return is_virtual || strcmp(text, "wall") == 0 ? NULL : "it must be wall or virtual";
}

void settings_text(char **slot, const char *text) {
    char *copy = memory_text(text);
    free(*slot);
    *slot = copy;
}

struct user *settings_find_user(const struct settings *settings, const char *name, size_t size) {
    for (size_t i = 0; i < settings->users_count; i++) {
        struct user *user = &settings->users[i];
        if (strlen(user->name) == size && memcmp(user->name, name, size) == 0) {
            return user;
        }
    }
    return NULL;
}

struct user *settings_add_user(struct settings *settings, const char *name) {
    struct user *users = grow(settings->users, settings->users_count, sizeof *users);
    if (!users) {
        return NULL;
    }
    settings->users = users;
    struct user *user = &users[settings->users_count++];
    *user = (struct user){.name = memory_text(name), .password = memory_text("")};
    return user;
}

const char *settings_split(struct settings_list *list, const char *text) {
    while (*text != '\0') {
        size_t size = strcspn(text, ",");
        size_t blanks = strspn(text, " \t");
        char **items = grow(list->items, list->count, sizeof *items);
        if (!items) {
            return TOO_MANY;
        }
        list->items = items;
        char *item = memory_part(text + blanks, blanks < size ? size - blanks : 0);
        size_t length = strlen(item);
        while (length > 0 && strchr(" \t", item[length - 1])) {
            item[--length] = '\0';
        }
        list->items[list->count++] = item;
        text += size;
        text += *text == ',';
    }
    return NULL;
}

/* Room for one more item; NULL when there are enough. */
static void *grow(void *items, size_t count, size_t size) {
    must(count <= SETTINGS_LIST_MAX);
    return count < SETTINGS_LIST_MAX ? memory_grow(items, (count + 1) * size) : NULL;
}

/* Names are const for the model that reads them; their memory is the settings' own. */
static void free_name(const char *name) {
    /* NOLINTNEXTLINE(performance-no-int-to-ptr): only to take the const away */
    free((void *)(uintptr_t)name);
}

static void list_free(struct settings_list *list) {
    for (size_t i = 0; i < list->count; i++) {
        free(list->items[i]);
    }
    free(list->items);
}

static const char *read_address(const char *text, char **host_slot, uint16_t *port_slot) {
    const char *colon = strrchr(text, ':');
    char *end = NULL;
    unsigned long port = colon ? strtoul(colon + 1, &end, 10) : 0;
    if (!colon || colon == text || colon[1] < '0' || colon[1] > '9' || *end != '\0' ||
        port > UINT16_MAX) {
        return "it must be HOST:PORT, such as 127.0.0.1:8088; port 0 picks a free one";
    }
    char host[SETTINGS_LINE_BYTES_MAX];
    bool brackets = text[0] == '[' && colon[-1] == ']';
    int size = (int)(colon - text) - 2 * brackets;
    if ((size_t)size >= sizeof host) {
        return "the host is too long";
    }
    snprintf(host, sizeof host, "%.*s", size, text + brackets);
    *port_slot = (uint16_t)port;
    settings_text(host_slot, host);
    return NULL;
}

/* "answers:2s", "busy", "no-answer". */
static const char *read_behaviour(struct phone *phone, const char *text) {
    static const struct {
        const char *name;
        enum phone_behaviour behaviour;
    } known[] = {
        {"answers", PHONE_ANSWERS},
        {"busy", PHONE_BUSY},
        {"no-answer", PHONE_NO_ANSWER},
    };
    size_t size = strcspn(text, ":");
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (strlen(known[i].name) == size && memcmp(known[i].name, text, size) == 0) {
            phone->behaviour = known[i].behaviour;
            const char *why;
            bool good =
                text[size] == '\0' || duration_parse(text + size + 1, &phone->after_us, &why);
            return good ? NULL : "the time behind the colon must be one such as 2s or 1500ms";
        }
    }
    return "a phone answers, is busy, or gives no-answer; a time may follow: answers:2s";
}
