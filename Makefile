# Musubi's build: plain GNU make.
#
#   make                      build/musubi (VARIANT=dev)
#   make test                 everything that CI runs; installs what is missing
#   make check                the quick part: build, tidy, generated files, unit tests
#   make demo                 a running server with a bank's visitors in it
#   make demo-measure [SEEDS="11 12"] [PEOPLE=10000]
#                             are the server's persons those of the demo's truth?
#   make unit [ROOM=base] [T=test_buf] [ROOMS="base store"]
#                             build and run unit tests; ROOM picks the tests of one room,
#                             ROOMS links only the objects of these rooms
#   make fuzz [SECONDS=60] [TARGET=x]
#   make soak | bench | tidy | gen | setup | clean
#
# VARIANT  dev (-O2 -g), asan (with UBSan), tsan, cov, release (-O3, LTO), fuzz (clang), older
#          (knows fewer kinds of entries, for the test of a rolling upgrade)
# WITH_UI  0 builds and tests the server without Node

VARIANT ?= dev
WITH_UI ?= 1
SECONDS ?= 60
VERSION := 0.1.0

O := build/$(VARIANT)
.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SECONDARY:
MAKEFLAGS += --no-builtin-rules

# ---- flags ---------------------------------------------------------------------------------

CC  := gcc
CXX := g++
AR  := gcc-ar
WARN   := -Wall -Wextra -Wshadow -Wno-unused-parameter
CWARN  := -Wstrict-prototypes -Wmissing-prototypes
OPT    := -O2 -g
SAN    :=
MARCH  :=

ifeq ($(VARIANT),dev)
else ifeq ($(VARIANT),older)
VERSION := 0.0.9
KINDS_KNOWN := -DENTRY_KINDS_KNOWN=14
else ifeq ($(VARIANT),asan)
OPT := -O1 -g1 -fno-omit-frame-pointer
SAN := -fsanitize=address,undefined -fno-sanitize-recover=all
else ifeq ($(VARIANT),tsan)
OPT := -O1 -g1 -fno-omit-frame-pointer
SAN := -fsanitize=thread
else ifeq ($(VARIANT),cov)
OPT := -O0 -g
SAN := --coverage
else ifeq ($(VARIANT),release)
OPT := -O3 -g -flto=auto
ifeq ($(shell uname -m),x86_64)
MARCH := -march=x86-64-v2
endif
else ifeq ($(VARIANT),fuzz)
CC  := clang
CXX := clang++
OPT := -O1 -g1 -fno-omit-frame-pointer
SAN := -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
else
$(error VARIANT is one of dev, asan, tsan, cov, release, fuzz, older; not "$(VARIANT)")
endif

PKGS := libmicrohttpd sqlite3 libpq libzstd zlib libcrypto icu-uc icu-i18n re2 simdjson libargon2 libcurl
PKG_CFLAGS := $(shell pkg-config --cflags $(PKGS) 2>/dev/null)
PKG_LIBS   := $(shell pkg-config --libs $(PKGS) 2>/dev/null)
LIBS := $(PKG_LIBS) -lphonenumber -lpthread -lm

DEFS := -DMUSUBI_VERSION='"$(VERSION)"' $(KINDS_KNOWN)
CFLAGS   := -std=gnu17 $(OPT) $(MARCH) $(WARN) $(CWARN) $(SAN) -pthread -Isrc $(DEFS) $(PKG_CFLAGS)
CXXFLAGS := -std=c++17 $(OPT) $(MARCH) $(WARN) $(SAN) -pthread -Isrc $(DEFS) $(PKG_CFLAGS)
# A hundred test programs are linked: with lld that takes half as long. gcc's LTO needs its own.
LLD := $(if $(filter release,$(VARIANT)),,$(if $(shell command -v ld.lld),-fuse-ld=lld))
LDFLAGS  := $(OPT) $(MARCH) $(SAN) $(LLD) -pthread

# ---- sources -------------------------------------------------------------------------------

ROOMS ?= $(notdir $(patsubst %/,%,$(wildcard src/*/)))
SRC  := $(wildcard $(foreach r,$(ROOMS),src/$(r)/*.c src/$(r)/*/*.c))
SRCX := $(wildcard $(foreach r,$(ROOMS),src/$(r)/*.cc src/$(r)/*/*.cc))
OBJ  := $(SRC:%.c=$(O)/%.o) $(SRCX:%=$(O)/%.o)
MAIN := $(wildcard src/main.c)

# An older program differs in what it knows of; only that is compiled for it, the rest is dev's.
ifeq ($(VARIANT),older)
OWN  := $(shell grep -lE 'ENTRY_KINDS_KNOWN|MUSUBI_VERSION' $(SRC))
SAME := $(patsubst %.c,build/dev/%.o,$(filter-out $(OWN),$(SRC))) $(SRCX:%=build/dev/%.o)
OBJ  := $(OWN:%.c=$(O)/%.o) $(SAME)
$(SAME): dev-objects
dev-objects: FORCE
	@$(MAKE) --no-print-directory VARIANT=dev all
endif

# A test is tests/{unit/<room>,fault,sim}/test_*.c.  Other .c files beside the tests of a room
# help these tests; those in tests/fault help all tests.
TEST_SRC  := $(wildcard tests/unit/*/test_*.c tests/fault/test_*.c tests/sim/test_*.c)
HELP_SRC  := $(filter-out tests/fault/test_%,$(wildcard tests/fault/*.c))
HELP_OBJ  := $(HELP_SRC:%.c=$(O)/%.o)
HELP_LIB  := $(if $(HELP_OBJ),$(O)/tests/help.a)
SHORT      = $(patsubst unit/%,%,$(patsubst tests/%,%,$(1)))
TEST_BIN  := $(foreach t,$(TEST_SRC:%.c=%),$(O)/tests/$(call SHORT,$(t)))

.DEFAULT_GOAL := all
.PHONY: all tests unit check test soak bench demo demo-measure tidy gen gen-check setup fuzz \
	fuzz-build screens pictures clean FORCE

ifeq ($(MAIN),)
all: $(OBJ)
else
all: $(O)/musubi
endif

# ---- the user interface: built once, embedded in every variant --------------------------------

ifeq ($(WITH_UI),0)
UI_FILES := ui/plain
UI_STAMP := ui/plain/index.html
else
UI_FILES := build/ui/dist
UI_STAMP := build/ui/dist/index.html
UI_SRC   := $(shell find ui/src ui/public -type f 2>/dev/null) ui/index.html ui/vite.config.ts \
	ui/tsconfig.json ui/compress.mjs
NODE_PATH_FIRST := $(if $(wildcard build/node/bin/node),PATH="$(CURDIR)/build/node/bin:$$PATH")

ui/node_modules/.musubi-lock: ui/package-lock.json
	@WITH_UI=1 tools/setup.sh
	@touch $@

$(UI_STAMP): $(UI_SRC) ui/node_modules/.musubi-lock
	@echo "UI   build/ui/dist"
	@cd ui && $(NODE_PATH_FIRST) npm run --silent build
endif

build/ui/site-$(WITH_UI).c: $(UI_STAMP) tools/embed_site.py
	@mkdir -p $(@D)
	@python3 tools/embed_site.py $(UI_FILES) build/ui/site-$(WITH_UI).S $@

$(O)/ui_site-$(WITH_UI).o: build/ui/site-$(WITH_UI).c $(O)/flags
	@echo "CC   $<"
	@$(CC) $(CFLAGS) -c -o $@ $<

$(O)/ui_bytes-$(WITH_UI).o: build/ui/site-$(WITH_UI).c
	@$(CC) -c -o $@ build/ui/site-$(WITH_UI).S

# The other choice links anew.
$(O)/ui_choice: FORCE
	@mkdir -p $(@D)
	@echo $(WITH_UI) | cmp -s - $@ || echo $(WITH_UI) >$@

# build/musubi is the dev binary; the others stay in their folders.
$(O)/musubi: $(O)/src/main.o $(O)/ui_site-$(WITH_UI).o $(O)/ui_bytes-$(WITH_UI).o $(OBJ) \
		$(O)/ui_choice
	@echo "LINK $@"
	@$(CXX) $(LDFLAGS) -o $@ $(filter %.o,$^) $(LIBS)
ifeq ($(VARIANT),dev)
	@ln -sf dev/musubi build/musubi
endif

# Changed flags rebuild everything of the variant.
$(O)/flags: FORCE
	@mkdir -p $(@D)
	@printf '%s\n' '$(subst ','\'',$(CC) $(CFLAGS) $(CXXFLAGS) $(LDFLAGS))' | \
		cmp -s - $@ || printf '%s\n' '$(subst ','\'',$(CC) $(CFLAGS) $(CXXFLAGS) $(LDFLAGS))' >$@

$(O)/%.o: %.c $(O)/flags
	@mkdir -p $(@D)
	@echo "CC   $<"
	@$(CC) $(CFLAGS) $(if $(filter tests/%,$<),-Itests) -MMD -MP -c -o $@ $<

$(O)/%.cc.o: %.cc $(O)/flags
	@mkdir -p $(@D)
	@echo "CXX  $<"
	@$(CXX) $(CXXFLAGS) -MMD -MP -c -o $@ $<

# ---- tests ---------------------------------------------------------------------------------

define TEST_RULE
$(O)/tests/$(call SHORT,$(1)): $(O)/$(1).o $(patsubst %.c,$(O)/%.o,\
		$(filter-out $(HELP_SRC) $(dir $(1))test_%,$(wildcard $(dir $(1))*.c))) $(HELP_LIB) $(OBJ)
	@mkdir -p $$(@D)
	@echo "LINK $$@"
	@$$(CXX) $$(LDFLAGS) -o $$@ $$^ $$(LIBS) -lcmocka
endef
$(foreach t,$(TEST_SRC:%.c=%),$(eval $(call TEST_RULE,$(t))))

$(O)/tests/help.a: $(HELP_OBJ)
	@mkdir -p $(@D)
	@rm -f $@
	@$(AR) rcs $@ $^

# The cases of the CEL specification, from its npm package.
build/cel_cases.ndjson: tools/cel_cases.mjs package-lock.json
	@mkdir -p $(@D)
	@PATH="$(CURDIR)/build/node/bin:$$PATH" node $< >$@.new && mv $@.new $@

tests: $(TEST_BIN) build/cel_cases.ndjson

ifneq ($(ROOM),)
UNIT := $(foreach b,$(TEST_BIN),$(if $(and $(filter $(if $(T),%/$(T),%),$(b)),\
	$(filter $(O)/tests/$(ROOM)/%,$(b))),$(b)))
else ifneq ($(T),)
UNIT := $(filter %/$(T),$(TEST_BIN))
else
UNIT := $(TEST_BIN)
endif
unit: $(UNIT)
	@fail=0; for t in $(UNIT); do echo "== $$t"; $$t || fail=1; done; exit $$fail

# The store's second half runs in the tests that find MUSUBI_TEST_PG; run_tests.py provides it.
check:
	@tools/run_tests.py --quick

test: setup
	@tools/run_tests.py

soak: setup
	@tools/run_tests.py --soak

bench: setup
	@$(MAKE) --no-print-directory VARIANT=release
	@bench/run.sh

demo: setup
	@tools/demo.sh

# The demo's bank at full scale, and the server's persons beside the truth.
demo-measure: all
	@PATH="$(CURDIR)/build/node/bin:$$PATH" node --max-semi-space-size=128 tools/demo_measure.mjs

# Pictures of every screen, for people to look at.
screens: all
	@$(NODE_PATH_FIRST) node tests/e2e/screens.mjs

# The README's, of the running demo.
pictures:
	@$(NODE_PATH_FIRST) node tests/e2e/pictures.mjs

tidy:
	@python3 tools/tidy.py

# ---- generated files -------------------------------------------------------------------------

gen:
	@for g in $(wildcard tools/gen_api.py tools/gen_schema.py tools/gen_passwords.py); do python3 $$g || exit 1; done

gen-check:
	@python3 tools/gen_check.py

# ---- fuzzing -------------------------------------------------------------------------------

FUZZ_SRC := $(wildcard tests/fuzz/*.c)
FUZZ_BIN := $(FUZZ_SRC:tests/fuzz/%.c=build/fuzz/tests/fuzz/%)

ifeq ($(VARIANT),fuzz)
build/fuzz/tests/fuzz/%: build/fuzz/tests/fuzz/%.o $(OBJ)
	@echo "LINK $@"
	@$(CXX) $(LDFLAGS) -fsanitize=fuzzer -o $@ $^ $(LIBS)

fuzz-build: $(FUZZ_BIN)
else
fuzz-build:
	@$(MAKE) --no-print-directory VARIANT=fuzz fuzz-build
endif

fuzz:
	@$(MAKE) --no-print-directory VARIANT=fuzz fuzz-build
	@tools/fuzz.sh $(SECONDS) $(TARGET)

# ---- the rest ------------------------------------------------------------------------------

setup:
	@WITH_UI=$(WITH_UI) tools/setup.sh

clean:
	rm -rf build

FORCE:

-include $(OBJ:.o=.d) $(O)/src/main.d $(patsubst %.c,$(O)/%.d,\
		$(wildcard tests/unit/*/*.c tests/fault/*.c tests/sim/*.c))
-include $(FUZZ_SRC:%.c=build/fuzz/%.d)
