# The C side of Leadline: the library in Embedded Swift, the example programs, and every check. Linux, GNU make.
#
#   make                      build/libleadline.a, build/libleadline.so, build/examples/*
#   make demo                 the report program on a million generated facts
#   make test                 everything that has to pass
#   make test-sanitize        the same under address and thread sanitizers
#   make install PREFIX=DIR   header, libraries, leadline.pc; LIBDIR=…, INCLUDEDIR=…, DESTDIR=…; uninstall takes them away
#   make EMBEDDED=0           the libraries with the ordinary Swift runtime inside, in build/ordinary
#   make fuzz                 expressions of any bytes through libFuzzer, for FUZZ_SECONDS (600)
#   make bench, bench-peers   speed: on its own, and beside other engines; ARGS=… is handed on
#
# Any of them takes BUILD=DIR. `make lib` stops at the two libraries, `make check-NAME` is one check of `make test`.

EMBEDDED ?= 1
SANITIZE ?=

# One directory for each way of building, so that changing one's mind rebuilds nothing.
ifneq ($(SANITIZE),)
  BUILD ?= build/$(SANITIZE)
else ifeq ($(EMBEDDED),0)
  BUILD ?= build/ordinary
else
  BUILD ?= build
endif

PREFIX ?= /usr/local
# Debian's are $(PREFIX)/lib/x86_64-linux-gnu and the like.
LIBDIR ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
DESTDIR ?=
SWIFT ?= swift
SWIFTC ?= swiftc
# For size; what is hot is marked in the sources to be compiled for speed.
SWIFTFLAGS ?= -Osize
CFLAGS ?= -O2
INSTALL ?= install
OBJCOPY ?= $(shell command -v objcopy || command -v llvm-objcopy || echo $(toolchain)/llvm-objcopy)

# A larger stripped shared library is a decision, not an accident.
SIZE_LIMIT := 1900000
# A call may use 16 KiB of stack; one function of it, half of that.
FRAME_LIMIT := 8192

header := include/leadline.h
version := $(shell awk '$$2 ~ /^LEADLINE_VERSION_(MAJOR|MINOR|PATCH)$$/ { printf "%s%s", dot, $$3; dot = "." }' $(header))
# The number of the binary interface. It goes up when programs must be linked again, whatever the version does.
abi := 0
soname := libleadline.so.$(abi)

objects := $(BUILD)/objects
archive := $(BUILD)/libleadline.a
shared := $(BUILD)/libleadline.so

.PHONY: all lib examples demo install uninstall test test-sanitize fuzz run-fuzz bench bench-peers clean FORCE
.DELETE_ON_ERROR:
.SUFFIXES:

all: lib examples
lib: $(archive) $(shared)

# ---- The engine: all of its sources in one object ----

core_sources := $(sort $(shell find Sources/LeadlineCore -name '*.swift' 2>/dev/null))
core_headers := $(header) include/module.modulemap Sources/CPlatform/module.modulemap $(wildcard Sources/CPlatform/include/*.h)

core_flags := -swift-version 6 -strict-memory-safety -wmo -parse-as-library -module-name LeadlineCore \
  -I include -I Sources/CPlatform -Xfrontend -function-sections
ifeq ($(EMBEDDED),0)
  core_flags += -static-stdlib
else
  core_flags += -enable-experimental-feature Embedded
endif

# Needed by the unusual builds only, so asked for only there: where the toolchain keeps its runtime and its clang.
ifneq ($(SANITIZE)$(filter 0,$(EMBEDDED)),)
  swift_paths := $(shell $(SWIFTC) -print-target-info $(if $(filter 0,$(EMBEDDED)),-static-stdlib) | \
    sed -n 's/.*"runtimeResourcePath": "\(.*\)".*/\1/p')
  toolchain := $(abspath $(swift_paths)/../../bin)
  machine := $(shell uname -m)
endif

private_libs := -lm -lpthread
ifneq ($(SANITIZE),)
  # The C side is compiled by the toolchain's clang, whose sanitizer runtime is the one that swiftc's code expects. Its
  # thread sanitizer intercepts libdispatch, and so wants it at link time.
  core_flags += -g -sanitize=$(SANITIZE)
  CC := $(toolchain)/clang
  CFLAGS := -O1 -g -fno-omit-frame-pointer
  sanitize_flags := -fsanitize=$(SANITIZE) -fuse-ld=lld
  ifeq ($(SANITIZE),thread)
    sanitize_libs := -L$(swift_paths)/linux -Wl,-rpath,$(swift_paths)/linux -ldispatch -lBlocksRuntime
  endif
endif
ifeq ($(EMBEDDED),0)
  swift_libs := $(swift_paths)/linux/$(machine)/swiftrt.o \
    --start-group $(swift_paths)/linux/libswiftCore.a $(swift_paths)/linux/libswiftSynchronization.a --end-group
  private_libs += -lstdc++ -ldl
endif

# Rewritten only when the list of sources or the way of compiling them changes, so that a file that appears, moves or
# goes leads to a new build and nothing else does.
define stamp
@mkdir -p $(objects)
@printf '%s\n' $1 | cmp -s - $@ || printf '%s\n' $1 >$@
endef

$(objects)/recipe: FORCE
	$(call stamp,'$(SWIFTC) $(SWIFTFLAGS) $(core_flags)' $(core_sources))

$(objects)/core.o: $(core_sources) $(core_headers) $(objects)/recipe
	@echo "swiftc  LeadlineCore"
	@$(SWIFTC) $(SWIFTFLAGS) $(core_flags) -module-cache-path $(objects)/modules -c $(core_sources) -o $@
	@touch $@ # swiftc leaves an object alone that would come out the same

# ---- The libraries: the header's names and no other ----

$(objects)/names: $(header) scripts/symbols.sh
	@mkdir -p $(objects)
	@scripts/symbols.sh $(header) >$@

$(objects)/names.map: $(objects)/names
	@{ echo '{ global:'; sed 's/$$/;/' $<; echo 'local: *; };'; } >$@

# The embedded runtime defines swift_retain and its kin as weak globals, which would replace those of a Swift host that
# links the archive, and crash it. So everything that the header does not name is made local to the one object. What
# no exported function reaches is dropped first; not from a sanitized or an ordinary build, whose runtimes find data through
# sections that nothing refers to.
gc_flags := $(if $(SANITIZE)$(filter 0,$(EMBEDDED)),,--gc-sections)
group_flags := $(if $(filter 0,$(EMBEDDED)),--force-group-allocation)

$(objects)/leadline.o: $(objects)/core.o $(objects)/names
	@nm -g --defined-only $< | awk '{ print $$3 }' | LC_ALL=C sort | LC_ALL=C comm -12 - $(objects)/names >$(objects)/exported
	@$(LD) -r $(gc_flags) $(group_flags) $$(sed 's/^/-u /' $(objects)/exported) $< $(swift_libs) -o $(objects)/whole.o
	@$(OBJCOPY) --keep-global-symbols=$(objects)/names $(objects)/whole.o $@
	@rm -f $(objects)/whole.o

$(archive): $(objects)/leadline.o
	@echo "ar      $@"
	@rm -f $@
	@$(AR) rcs $@ $<

$(shared): $(objects)/leadline.o $(objects)/names.map
	@echo "link    $@"
	@$(CC) -shared $(sanitize_flags) $< -o $@ -Wl,-soname,$(soname) -Wl,--version-script=$(objects)/names.map \
	  -Wl,--gc-sections -Wl,-z,noseparate-code $(if $(SANITIZE),,-Wl,--no-undefined) -Wl,--as-needed -static-libgcc \
	  $(LDFLAGS) $(private_libs)
	@ln -sf $(@F) $(BUILD)/$(soname) # what a program linked with it here looks for

# ---- Programs in C: each folder of examples-c and each file of Tests/C is one, found by looking ----

c_flags := -std=c99 $(CFLAGS) -Wall -Wextra -Iinclude $(sanitize_flags)
c_libs := $(LDFLAGS) $(private_libs) $(sanitize_libs)

example_names := $(sort $(patsubst examples-c/%/main.c,%,$(wildcard examples-c/*/main.c)))
example_programs := $(addprefix $(BUILD)/examples/,$(example_names))
examples: $(example_programs)

.SECONDEXPANSION:
$(example_programs): $(BUILD)/examples/%: $$(wildcard examples-c/$$*/*.c) $(wildcard examples-c/common/*.c) $(archive)
	@echo "cc      $@"
	@mkdir -p $(@D) $(objects)
	@$(CC) $(c_flags) -Iexamples-c/common -MMD -MP -MF $(objects)/example-$*.d -MT $@ \
	  $(filter %.c %.a,$^) -o $@ $(c_libs)

c_test_names := $(sort $(patsubst Tests/C/%.c,%,$(wildcard Tests/C/*.c)))
c_test_programs := $(addprefix $(BUILD)/tests/,$(c_test_names))

$(c_test_programs): $(BUILD)/tests/%: Tests/C/%.c $(archive)
	@echo "cc      $@"
	@mkdir -p $(@D) $(objects)
	@$(CC) $(c_flags) -g -Werror -MMD -MP -MF $(objects)/test-$*.d -MT $@ $(filter %.c %.a,$^) -o $@ $(c_libs)

-include $(addprefix $(objects)/example-,$(addsuffix .d,$(example_names)))
-include $(addprefix $(objects)/test-,$(addsuffix .d,$(c_test_names)))

demo: all
	@$(BUILD)/examples/report

# ---- Installation ----

include_dir := $(DESTDIR)$(abspath $(INCLUDEDIR))
lib_dir := $(DESTDIR)$(abspath $(LIBDIR))

install: lib
	@mkdir -p $(include_dir) $(lib_dir)/pkgconfig
	$(INSTALL) -m 644 $(header) $(include_dir)/leadline.h
	$(INSTALL) -m 644 $(archive) $(lib_dir)/libleadline.a
	$(INSTALL) -m 755 $(shared) $(lib_dir)/libleadline.so.$(version)
	ln -sf libleadline.so.$(version) $(lib_dir)/$(soname)
	ln -sf $(soname) $(lib_dir)/libleadline.so
	@sed -e 's|@PREFIX@|$(abspath $(PREFIX))|' -e 's|@LIBDIR@|$(abspath $(LIBDIR))|' -e 's|@INCLUDEDIR@|$(abspath $(INCLUDEDIR))|' -e 's|@VERSION@|$(version)|' -e 's|@PRIVATE@|$(private_libs)|' \
	  leadline.pc.in >$(lib_dir)/pkgconfig/leadline.pc
	@chmod 644 $(lib_dir)/pkgconfig/leadline.pc

uninstall:
	rm -f $(include_dir)/leadline.h $(lib_dir)/libleadline.a $(lib_dir)/libleadline.so.$(version) $(lib_dir)/$(soname) \
	  $(lib_dir)/libleadline.so $(lib_dir)/pkgconfig/leadline.pc

# ---- Tests ----

# One after the other, the quick ones first, and the Swift tests' summary last.
test: all $(c_test_programs)
	@$(MAKE) --no-print-directory check-symbols
	@$(MAKE) --no-print-directory check-object
	@$(MAKE) --no-print-directory check-header
	@$(MAKE) --no-print-directory check-host
	@$(MAKE) --no-print-directory check-plugin
	@$(MAKE) --no-print-directory check-examples
	@$(MAKE) --no-print-directory check-install
	@$(MAKE) --no-print-directory check-c
	@$(MAKE) --no-print-directory check-fuzz-corpus
	@$(MAKE) --no-print-directory check-package
	@$(MAKE) --no-print-directory check-swift
	@echo "All tests passed."

.PHONY: check-symbols check-object check-header check-host check-plugin check-examples check-install check-c check-fuzz-corpus check-package check-swift

clang = $(or $(wildcard $(dir $(realpath $(shell command -v $(SWIFTC))))clang),$(shell command -v clang))

check-symbols: lib $(objects)/names
	@scripts/check-symbols.sh $(objects)/names $(archive) $(shared) $(soname) $(if $(filter 0,$(EMBEDDED)),0,$(SIZE_LIMIT))

# Of the embedded build alone: the ordinary runtime has heap and lazy globals of its own.
check-object: $(objects)/leadline.o
	@$(if $(filter 0,$(EMBEDDED)),:,scripts/check-object.sh $< $(FRAME_LIMIT))

check-header:
	@scripts/check-header.sh include $(CC) $(clang)

check-host: lib
	@mkdir -p $(BUILD)/tests
	@$(SWIFTC) -swift-version 6 -I include Tests/SwiftHost/main.swift $(archive) -o $(BUILD)/tests/swift-host $(private_libs)
	@$(BUILD)/tests/swift-host
	@$(SWIFTC) -swift-version 6 -I include Tests/SwiftHost/main.swift $(shared) -o $(BUILD)/tests/swift-host-shared \
	  -Xlinker -rpath -Xlinker $(abspath $(BUILD))
	@$(BUILD)/tests/swift-host-shared

# The shared library as a plugin: loaded at run time, and let go.
check-plugin: lib
	@mkdir -p $(BUILD)/tests
	@$(CC) -std=c99 -Wall -Wextra -Werror $(CFLAGS) -Iinclude Tests/Plugin/plugin.c -o $(BUILD)/tests/plugin -ldl
	@$(BUILD)/tests/plugin $(abspath $(shared))

check-examples: examples
	@scripts/check-examples.sh $(BUILD)/examples

check-install: lib
	@rm -rf $(BUILD)/stage
	@$(MAKE) --no-print-directory --silent install PREFIX=$(abspath $(BUILD))/stage DESTDIR=
	@scripts/check-install.sh $(abspath $(BUILD))/stage $(CC) $(addprefix examples-c/,$(example_names))
	@scripts/check-examples.sh $(BUILD)/stage/examples
	@scripts/check-examples.sh $(BUILD)/stage/examples-static
	@$(MAKE) --no-print-directory --silent uninstall PREFIX=$(abspath $(BUILD))/stage DESTDIR=
	@left=$$(find $(BUILD)/stage/include $(BUILD)/stage/lib ! -type d); \
	  [ -z "$$left" ] || { echo "check-install: uninstall left $$left" >&2; exit 1; }

# All of them, even when one fails, so that one run tells everything.
check-c: $(c_test_programs)
	@failed=; for program in $(c_test_programs); do \
	  echo "run     $$program"; $$program || failed="$$failed $$program"; \
	done; [ -z "$$failed" ] || { echo "failed:$$failed" >&2; exit 1; }

# What fuzzing starts from and what it ever found, replayed; no fuzzer is needed.
check-fuzz-corpus: lib
	@mkdir -p $(BUILD)/tests
	@$(CC) $(c_flags) -g -Werror -DREPLAY Tests/Fuzz/expressions.c $(archive) -o $(BUILD)/tests/replay-expressions $(c_libs)
	@$(BUILD)/tests/replay-expressions Tests/Fuzz/expressions/*

check-package:
	@scripts/check-package.sh $(BUILD)/package $(SWIFT)

# With SANITIZE the Swift tests run under the same sanitizer, from a directory of their own.
check-swift:
	$(SWIFT) test --disable-xctest $(if $(SANITIZE),--sanitize=$(SANITIZE) --scratch-path $(BUILD)/swift -Xswiftc -use-ld=lld)

test-sanitize:
	@for sanitizer in address thread; do \
	  $(MAKE) --no-print-directory SANITIZE=$$sanitizer BUILD=$(BUILD)/$$sanitizer check-c check-examples check-swift || exit 1; \
	done
	@echo "All tests passed under the address and thread sanitizers."

# ---- Fuzzing ----

# Expressions of any bytes, under the address sanitizer, for FUZZ_SECONDS; what is found is left in $(BUILD)/fuzz. An input
# worth keeping belongs into Tests/Fuzz/expressions, where check-fuzz-corpus replays it.
FUZZ_SECONDS ?= 600

fuzz:
	@$(MAKE) --no-print-directory SANITIZE=address,fuzzer BUILD=$(BUILD)/fuzz run-fuzz

run-fuzz: $(archive)
	@mkdir -p $(BUILD)/found
	@$(CC) $(c_flags) -g Tests/Fuzz/expressions.c $(archive) -o $(BUILD)/expressions $(c_libs)
	@cd $(BUILD) && ./expressions -max_total_time=$(FUZZ_SECONDS) -max_len=4096 -timeout=20 -print_final_stats=1 \
	  -dict=$(abspath Tests/Fuzz/expressions.dict) found $(abspath Tests/Fuzz/expressions)

# ---- Speed ----

bench: lib
	@BUILD=$(abspath $(BUILD)) Benchmarks/run.sh $(ARGS)

bench-peers: lib
	@BUILD=$(abspath $(BUILD)) Benchmarks/peers/run.sh $(ARGS)

# The benchmarks' Python stays: it is downloaded, not built.
clean:
	rm -rf $(objects) $(archive) $(shared) $(BUILD)/$(soname) $(addprefix $(BUILD)/,examples tests stage package swift) \
	  $(if $(filter build,$(BUILD)),build/ordinary build/address build/thread .build)
