# `make help` lists the targets. Building needs GNU make, a C11 compiler and pkg-config.
#
# Sources are found by name, so a new file needs no line here:
#   sim/**/*.c -> $(BUILD)/libstasim.a        cli/**/*.c, cli/server/page/* -> $(BUILD)/stasim
#   tests/test_*.c, tests/bench*.c -> $(BUILD)/tests/, each linked with all of sim/
#   tests/*.t -> run as they are
#   tests/fuzz/fuzz_*.c -> $(BUILD)/tests/fuzz/, each with the targets' helpers
# A new library is a word in SIM_MODULES or CLI_MODULES and a row in scripts/deps.

VERSION := 0.1.0

SIM_MODULES := jansson libpcre2-8
CLI_MODULES := libwebsockets libcrypt libedit

BUILD ?= build
PREFIX ?= /usr/local
LIBDIR ?= $(PREFIX)/lib
CFLAGS ?= -O2 -g
JOBS ?= $(shell nproc 2>/dev/null || echo 2)
# A test that hangs fails after this time.
TEST_LIMIT_S ?= 280
WERROR ?= $(if $(filter 1 true,$(CI)),1,0)
CLANG_FORMAT ?= clang-format
CLANG_TIDY ?= clang-tidy
PKG_CONFIG ?= pkg-config
INSTALL ?= install
OBJCOPY ?= objcopy
GCOV ?= $(if $(findstring clang,$(CC)),llvm-cov gcov,gcov)

ifneq ($(words $(BUILD)),1)
$(error BUILD must be one word without spaces, not "$(BUILD)")
endif
ifneq ($(filter / . .. ./ ../ $(CURDIR) $(HOME),$(BUILD)),)
$(error BUILD must be a directory of its own: `make clean` removes it)
endif

# What is built.

SIM_SOURCES := $(sort $(wildcard sim/*.c sim/*/*.c sim/*/*/*.c))
CLI_SOURCES := $(sort $(wildcard cli/*.c cli/*/*.c cli/*/*/*.c))
TEST_SOURCES := $(sort $(wildcard tests/test_*.c))
BENCH_SOURCES := $(sort $(wildcard tests/bench*.c))
FUZZ_SOURCES := $(sort $(wildcard tests/fuzz/fuzz_*.c))
HEADERS := $(sort $(wildcard include/*.h sim/*.h sim/*/*.h sim/*/*/*.h cli/*.h cli/*/*.h cli/*/*/*.h \
	tests/*.h tests/fuzz/*.h))
# Of the control interface: they go into the program.
PAGE_FILES := $(sort $(wildcard cli/server/page/*.*))
SOURCES := $(SIM_SOURCES) $(CLI_SOURCES) $(sort $(wildcard tests/*.c tests/fuzz/*.c))

objects = $(patsubst %.c,$(BUILD)/obj/%.o,$(1))
SIM_OBJECTS := $(call objects,$(SIM_SOURCES))
PAGE_OBJECT := $(if $(PAGE_FILES),$(BUILD)/obj/page_files.o)
CLI_OBJECTS := $(call objects,$(CLI_SOURCES)) $(PAGE_OBJECT)
OBJECTS := $(call objects,$(SOURCES)) $(PAGE_OBJECT)
# What all targets of the fuzzer are made of; without libFuzzer they are fed by replay.c. In the place
# of a client's network is tests/fuzz/wire.c.
FUZZ_OBJECTS := $(call objects,$(filter-out $(FUZZ_SOURCES) $(if $(findstring fuzzer,$(SANITIZE)),\
	%/replay.c),$(wildcard tests/fuzz/*.c))) \
	$(filter-out %/cli/main.o %/cli/against/loop.o,$(CLI_OBJECTS))

LIBRARY := $(BUILD)/libstasim.a
PROGRAM := $(if $(wildcard cli/main.c),$(BUILD)/stasim)
TEST_PROGRAMS := $(patsubst %.c,$(BUILD)/%,$(TEST_SOURCES))
BENCH_PROGRAMS := $(patsubst %.c,$(BUILD)/%,$(BENCH_SOURCES))
FUZZ_PROGRAMS := $(patsubst %.c,$(BUILD)/%,$(FUZZ_SOURCES))
# Tests that read the sources or try the build run no stasim: a sanitizer has nothing to see there.
SOURCE_TESTS := $(patsubst %,tests/%.t,deps format includes install lengths make)
ALL_TESTS := $(TEST_PROGRAMS) \
	$(filter-out $(if $(WATCHED),$(SOURCE_TESTS)),$(sort $(wildcard tests/*.t)))
# What takes longest begins first. Of three at once replay.t, which does nothing but wait, is one.
LONG_TESTS := $(filter tests/replay.t tests/agree.t tests/against_robust.t tests/install.t tests/page.t \
	%/test_soak %/test_filter_glibc,$(ALL_TESTS))
TESTS ?= $(LONG_TESTS) $(filter-out $(LONG_TESTS),$(ALL_TESTS))
TESTS_AT_ONCE ?= 3

# How it is compiled.

MODULES := $(SIM_MODULES) $(CLI_MODULES)
module_flags = $(if $(2),$(shell $(PKG_CONFIG) $(1) $(2) 2>/dev/null))
# Other people's headers are no reason for a warning of ours.
MODULE_CFLAGS := $(patsubst -I%,-isystem %,$(call module_flags,--cflags,$(MODULES)))
SIM_LIBS := $(call module_flags,--libs,$(SIM_MODULES)) -lm
CLI_LIBS := $(call module_flags,--libs,$(CLI_MODULES))

STANDARD := -std=c11 -D_POSIX_C_SOURCE=200809L -DSTASIM_VERSION=\"$(VERSION)\" -I.
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wstrict-prototypes \
	-Wmissing-prototypes -Wformat=2 -Wundef -Wcast-qual -Wwrite-strings -Wvla \
	$(if $(filter 1,$(WERROR)),-Werror)

# SANITIZE is a list for -fsanitize=; glibc's checked functions would hide faults from sanitizers.
ifdef SANITIZE
HARDENING := -fsanitize=$(SANITIZE) -fno-sanitize-recover=all -fno-omit-frame-pointer
else
HARDENING := -U_FORTIFY_SOURCE $(if $(filter-out -O0,$(filter -O%,$(CFLAGS))),-D_FORTIFY_SOURCE=2) \
	-fstack-protector-strong
endif
ifeq ($(shell uname -s),Linux)
LINK_HARDENING := -pie -Wl,-z,relro,-z,now
endif

COMPILE = $(CC) $(STANDARD) -fPIC -fvisibility=hidden $(WARNINGS) $(CFLAGS) \
	$(HARDENING) $(MODULE_CFLAGS) $(CPPFLAGS)
LINK = $(CC) $(CFLAGS) $(HARDENING) $(LINK_HARDENING) $(LDFLAGS)

MAKEFLAGS += --no-print-directory
# All processors are used unless -j says otherwise; `make clean all` must stay one after the other.
ifeq ($(MAKELEVEL)$(filter clean,$(MAKECMDGOALS)),0)
MAKEFLAGS += -j$(JOBS)
endif

comma := ,
Q := $(if $(V),,@)
say = @printf '  %-5s %s\n' $(1) $(2)

.DELETE_ON_ERROR:
.SUFFIXES:
.SECONDARY: $(OBJECTS)
.PHONY: all deps clients demo check run-tests format lint asan tsan memcheck fuzz fuzz-programs coverage bench \
	soak install dist deb help clean FORCE
.DEFAULT_GOAL := all

all: $(LIBRARY) $(PROGRAM) $(CLI_OBJECTS) ## build the program and the library (the default)

$(LIBRARY): $(SIM_OBJECTS) $(BUILD)/sources
	$(call say,AR,$@)
	$(Q)rm -f $@ && $(AR) rcs $@ $(SIM_OBJECTS)

$(BUILD)/stasim: $(CLI_OBJECTS) $(LIBRARY) $(BUILD)/sources
	$(call say,LINK,$@)
	$(Q)$(LINK) -o $@ $(CLI_OBJECTS) $(LIBRARY) $(CLI_LIBS) $(SIM_LIBS) $(LDLIBS)

$(BUILD)/tests/%: $(BUILD)/obj/tests/%.o $(LIBRARY)
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D) && $(LINK) -o $@ $(filter %.o,$^) $(LIBRARY) $(SIM_LIBS) $(LDLIBS)

$(BUILD)/tests/fuzz/%: $(BUILD)/obj/tests/fuzz/%.o $(FUZZ_OBJECTS) $(LIBRARY)
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D) && $(LINK) $(if $(findstring fuzzer,$(SANITIZE)),-fsanitize=fuzzer) -o $@ \
		$(filter %.o,$^) $(LIBRARY) $(CLI_LIBS) $(SIM_LIBS) $(LDLIBS)

# The program with allocations that fail.
FAILING := $(filter $(BUILD)/tests/test_no_memory%,$(TEST_PROGRAMS))
$(FAILING): $(BUILD)/obj/tests/failing_malloc.o $(filter-out %/cli/main.o,$(CLI_OBJECTS))
$(FAILING): private SIM_LIBS += $(CLI_LIBS)
$(FAILING): private LINK += $(if $(SANITIZE),$(patsubst %,-Wl$(comma)--wrap=%,malloc calloc realloc \
	strdup strndup))

$(BUILD)/tests/bench_serve $(BUILD)/tests/test_soak $(BUILD)/tests/test_crowd: $(BUILD)/obj/tests/load.o

$(BUILD)/page_files.c: scripts/embed $(PAGE_FILES) $(BUILD)/sources
	$(call say,EMBED,cli/server/page)
	$(Q)scripts/embed $(PAGE_FILES) >$@

$(BUILD)/obj/page_files.o: $(BUILD)/page_files.c $(BUILD)/flags
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D) && $(COMPILE) -MMD -MP -c -o $@ $<

$(BUILD)/obj/%.o: %.c $(BUILD)/flags
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D) && $(COMPILE) -MMD -MP -c -o $@ $<

-include $(OBJECTS:.o=.d)

# Two files that change only when their content does: another compiler or flag rebuilds everything,
# a source added or taken away rebuilds what is made of all of them.
write_if_changed = @mkdir -p $(@D); text='$(subst ','\'',$(1))'; \
	[ "$$text" = "$$(cat $@ 2>/dev/null)" ] || printf '%s\n' "$$text" >$@

$(BUILD)/flags: FORCE
	@$(PKG_CONFIG) --exists --print-errors $(MODULES) || \
		{ echo 'stasim: libraries are missing; `make deps` installs them' >&2; exit 1; }
	$(call write_if_changed,$(COMPILE) / $(LINK) / $(shell $(CC) --version 2>/dev/null | head -n 1))

$(BUILD)/sources: FORCE
	$(call write_if_changed,$(SIM_SOURCES) $(CLI_SOURCES) $(PAGE_FILES) / $(SIM_LIBS) $(CLI_LIBS))

# The two commands install first and build in a second make, which then finds compiler and
# libraries in place.

BUILD_PATH = $(if $(filter /%,$(BUILD)),$(BUILD),$(CURDIR)/$(BUILD))

deps: ## install what is missing to build and test, by name; DEPS=skip does nothing
	@CC='$(CC)' scripts/deps

# Where they are, also for what asan, tsan and coverage build elsewhere.
export CLIENTS ?= $(BUILD_PATH)/clients

clients: deps ## install the real ARI clients that the server is tested with, as `make check` does
	@scripts/clients "$(CLIENTS)"

demo: deps ## show a race of three apps for one call, then run all shipped scenarios
	@$(MAKE) all
	@$(BUILD)/stasim demo
	@$(BUILD)/stasim run scenarios/

# `make check PROVE_FLAGS=-v TESTS=tests/deps.t` looks at one test closely.
check: deps ## build and test everything; ends with the summary
	@scripts/clients "$(CLIENTS)" --if-reachable
	@$(MAKE) run-tests

# Leaks count as failures, and the first finding ends the program, so that its test fails.
run-tests: export ASAN_OPTIONS ?= detect_leaks=1:halt_on_error=1:strict_string_checks=1
run-tests: export UBSAN_OPTIONS ?= halt_on_error=1:print_stacktrace=1
run-tests: export TSAN_OPTIONS ?= halt_on_error=1
run-tests: all $(TEST_PROGRAMS) $(FUZZ_PROGRAMS)
	@BUILD="$(BUILD_PATH)" STASIM="$(BUILD_PATH)/stasim" SANITIZE="$(SANITIZE)" \
		prove --exec 'timeout $(TEST_LIMIT_S)' -j$(TESTS_AT_ONCE) $(PROVE_FLAGS) $(TESTS)

# The tests that run stasim, watched.

asan: clients ## the tests under AddressSanitizer (with leaks) and UndefinedBehaviorSanitizer
	@$(MAKE) BUILD=$(BUILD)/asan SANITIZE=address,undefined CFLAGS='-O1 -g' WATCHED=1 run-tests

tsan: clients ## the tests under ThreadSanitizer
	@$(MAKE) BUILD=$(BUILD)/tsan SANITIZE=thread CFLAGS='-O1 -g' WATCHED=1 run-tests

# A worker ends with what its parent had still in use: that is no leak. What lies in a world's own
# memory only AddressSanitizer can judge: sim/world/region.c tells it.
MEMCHECKED ?= scenarios/
MEMCHECK = valgrind --quiet --trace-children=yes --error-exitcode=99 --leak-check=full \
	--show-leak-kinds=definite,indirect,possible --errors-for-leak-kinds=definite,indirect,possible

memcheck: all ## `stasim run` of all shipped scenarios (or MEMCHECKED) under valgrind
	@scripts/deps --dev
	$(MEMCHECK) $(BUILD)/stasim run --jobs $(JOBS) $(MEMCHECKED) >$(BUILD)/memcheck.tap || \
		{ grep '^not ok' $(BUILD)/memcheck.tap; exit 1; }
	@grep -c '^ok' $(BUILD)/memcheck.tap | sed 's/$$/ scenarios, no error, no leak/'

FUZZ_SECONDS ?= 600
FUZZ_SEED ?= 0

# `make fuzz FUZZ_SECONDS=60 FUZZ_TARGETS='api http'` is a part of it.
fuzz: ## feed what reads foreign bytes made-up ones: each target of tests/fuzz/ for ten minutes
	@scripts/deps --dev
	@$(MAKE) BUILD=$(BUILD)/fuzz CC=clang SANITIZE=address,undefined,fuzzer-no-link \
		CFLAGS='-O1 -g' fuzz-programs
	@scripts/fuzz run $(BUILD)/fuzz --seconds $(FUZZ_SECONDS) --seed $(FUZZ_SEED) --jobs $(JOBS) \
		$(FUZZ_TARGETS)

fuzz-programs: $(FUZZ_PROGRAMS)

# What must() forbids cannot be reached, and the inside of a macro of uthash or Jansson is not ours:
# their branches are not counted.
NOT_COUNTED := .*\b(must|HASH_\w+|[DL]L_\w+|json_(array|object)_foreach\w*)\(.*
coverage: ## how much of sim/ and cli/ the tests reach, and a page that shows it line by line
	@scripts/deps --dev && scripts/clients "$(CLIENTS)"
	@find $(BUILD)/coverage -name '*.gcda' -delete 2>/dev/null || true
	@$(MAKE) BUILD=$(BUILD)/coverage CFLAGS='-O0 -g --coverage -fprofile-update=atomic' \
		TEST_LIMIT_S=1200 WATCHED=1 run-tests
	@gcovr --root . --filter sim/ --filter cli/ --gcov-executable '$(GCOV)' \
		--exclude-branches-by-pattern '$(NOT_COUNTED)' --exclude-unreachable-branches \
		--json $(BUILD)/coverage/all.json --html-details $(BUILD)/coverage/index.html \
		$(BUILD)/coverage/obj
	@for part in sim cli; do echo; echo "== $$part/"; \
		gcovr --add-tracefile $(BUILD)/coverage/all.json --filter $$part/ --txt --print-summary; done
	@echo; echo 'Line by line: $(BUILD)/coverage/index.html'

bench: ## measure how fast the model and the server are: every tests/bench*.c, and the shipped scenarios
	@$(MAKE) all $(BENCH_PROGRAMS)
	@CC='$(CC)' CFLAGS='$(CFLAGS)' scripts/bench "$(BUILD_PATH)"

# `make check` does a little of it.
SOAK_SECONDS ?= 900
SOAK_SEED ?= 1
soak: ## wear a server out: a crowd of WebSockets, then SOAK_SECONDS of calls, comings and goings
	@$(MAKE) all $(BUILD)/tests/test_crowd $(BUILD)/tests/test_soak
	@STASIM="$(BUILD_PATH)/stasim" $(BUILD)/tests/test_crowd 1000 10000
	@STASIM="$(BUILD_PATH)/stasim" $(BUILD)/tests/test_soak $(SOAK_SECONDS) $(SOAK_SEED)

# Reading the sources.

format: ## rewrite all C sources as .clang-format says
	@scripts/deps --dev
	@$(CLANG_FORMAT) -i $(SOURCES) $(HEADERS)

lint: ## clang-tidy, cppcheck and the check of the format
	@scripts/deps --dev
	prove --exec '' tests/format.t
	cppcheck --quiet --std=c11 --enable=warning,performance,portability --inline-suppr \
		--suppress=missingIncludeSystem --error-exitcode=1 -j $(JOBS) -I . \
		$(SIM_SOURCES) $(CLI_SOURCES)
	printf '%s\n' $(SIM_SOURCES) $(CLI_SOURCES) | xargs -P $(JOBS) -n 4 sh -c '$(CLANG_TIDY) \
		--quiet --warnings-as-errors=* "$$@" -- $(STANDARD) $(MODULE_CFLAGS)' tidy

# Installing. Of the installed library nothing can be seen but what include/stasim.h declares: all
# objects become one, in which hidden names are made local.

INSTALLED_LIBRARY := $(BUILD)/installed/libstasim.a

$(INSTALLED_LIBRARY): $(SIM_OBJECTS) $(BUILD)/sources
	$(call say,AR,$@)
	$(Q)mkdir -p $(@D) && rm -f $@
	$(Q)$(LD) -r -o $(@D)/stasim.o $(SIM_OBJECTS)
	$(Q)$(OBJCOPY) --localize-hidden $(@D)/stasim.o && $(AR) rcs $@ $(@D)/stasim.o

define PKG_CONFIG_FILE
prefix=$(PREFIX)
Name: stasim
Description: A simulator of StasisBroadcast() in Asterisk
Version: $(VERSION)
Requires.private: $(SIM_MODULES)
Cflags: -I$${prefix}/include
Libs: -L$(subst $(PREFIX)/,$${prefix}/,$(LIBDIR)) -lstasim
Libs.private: -lm
endef

HAS_HEADER := $(wildcard include/stasim.h)
HAS_MANUAL := $(wildcard packaging/manual)
# Among them what `stasim demo` shows.
SHARED := $(sort $(wildcard scenarios/*.json scenarios/*/*.json scenarios/*/*.conf))
DOCUMENTS := $(wildcard README.md CHANGELOG.md sim/RULES.md cli/COMMANDS.md cli/server/CONTROL.md \
	cli/server/page.png scenarios/README.md)
SHARE = $(DESTDIR)$(PREFIX)/share

# What cli/COMMANDS.md says of the environment and the program of itself is not written twice.
$(BUILD)/stasim.1: packaging/manual packaging/stasim.1.in cli/COMMANDS.md CHANGELOG.md $(PROGRAM) FORCE
	$(Q)packaging/manual $(PROGRAM) "$(PREFIX)" >$@

install: export PKG_CONFIG_FILE := $(PKG_CONFIG_FILE)
install: all $(if $(HAS_HEADER),$(INSTALLED_LIBRARY)) $(if $(HAS_MANUAL),$(BUILD)/stasim.1) ## install it under $(DESTDIR)$(PREFIX)
	$(if $(PROGRAM),$(INSTALL) -D -m 755 $(PROGRAM) "$(DESTDIR)$(PREFIX)/bin/stasim")
ifdef HAS_HEADER
	$(INSTALL) -D -m 644 $(INSTALLED_LIBRARY) "$(DESTDIR)$(LIBDIR)/libstasim.a"
	$(INSTALL) -D -m 644 $(HAS_HEADER) "$(DESTDIR)$(PREFIX)/include/stasim.h"
	mkdir -p "$(DESTDIR)$(LIBDIR)/pkgconfig"
	printf '%s\n' "$$PKG_CONFIG_FILE" >"$(DESTDIR)$(LIBDIR)/pkgconfig/stasim.pc"
endif
ifdef HAS_MANUAL
	$(INSTALL) -D -m 644 $(BUILD)/stasim.1 "$(SHARE)/man/man1/stasim.1"
	$(INSTALL) -D -m 644 packaging/stasim.bash "$(SHARE)/bash-completion/completions/stasim"
	$(INSTALL) -D -m 644 packaging/_stasim "$(SHARE)/zsh/site-functions/_stasim"
endif
	@echo 'the documents, to "$(SHARE)/doc/stasim"'
	@for file in $(DOCUMENTS); do \
		$(INSTALL) -D -m 644 "$$file" "$(SHARE)/doc/stasim/$$file" || exit 1; done
	@echo 'the scenarios, to "$(SHARE)/stasim/scenarios"'
	@for file in $(SHARED); do \
		$(INSTALL) -D -m 644 "$$file" "$(SHARE)/stasim/$$file" || exit 1; done

# Packing.

NAME := stasim-$(VERSION)

dist: ## pack the sources into $(BUILD)/NAME-VERSION.tar.gz, which builds elsewhere
	@packaging/dist $(BUILD_PATH) $(NAME)

deb: ## make a Debian package in $(BUILD), of this tree on this machine
	@scripts/deps --deb
	@rm -rf $(BUILD)/deb
	@$(MAKE) install PREFIX=/usr LIBDIR=/usr/lib/$$(dpkg-architecture -qDEB_HOST_MULTIARCH) \
		DESTDIR=$(BUILD_PATH)/deb >/dev/null
	@packaging/deb $(BUILD_PATH)/deb $(BUILD_PATH) $(VERSION)

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

clean: ## remove $(BUILD)
	rm -rf $(BUILD)
