// SPDX-License-Identifier: Apache-2.0
#include "kit/deploy/firmware_text.h"

#include <fmt/core.h>

#include "core/base/text.h"

namespace tadpole {
namespace {

std::string list_text(const std::vector<std::string>& items) { return join(items, " \\\n  "); }

constexpr const char* kMakefile =
    R"(# make          builds image.elf, the firmware of the board {board}
# make run      runs it on the virtual board, in the folder run/
# make hosted   builds the same application as a program of this computer: the same bytes, for debugging
# make sizes    what it takes of flash and RAM
CXX = arm-none-eabi-g++
BOARD_FLAGS = {flags}
# Small everywhere; the signal processing, and what the kernels mark as hot themselves, for speed.
OPTIMIZE = -Os
build/device/dsp/%.o: OPTIMIZE = -O2
FLAGS = -std=c++20 -g -Wall -Wextra -I. -ffp-contract=off -fno-exceptions -fno-rtti -fno-threadsafe-statics \
  -fno-unwind-tables -fno-asynchronous-unwind-tables -ffunction-sections -fdata-sections
SCRIPT = firmware/boards/{board}/board.ld

SOURCES = {sources}
OBJECTS = $(SOURCES:%.cpp=build/%.o)
HOSTED_SOURCES = {hosted}
HOST_CXX ?= g++

image.elf: $(OBJECTS) $(SCRIPT)
	$(CXX) $(BOARD_FLAGS) -nostdlib -Wl,--gc-sections -Wl,-Map=build/image.map -T $(SCRIPT) -o $@ $(OBJECTS) -lgcc

build/%.o: %.cpp Makefile
	@mkdir -p $(@D)
	$(CXX) $(BOARD_FLAGS) $(FLAGS) $(OPTIMIZE) -MMD -MP -c $< -o $@

.PHONY: run sizes clean
run: image.elf
	cd run && qemu-system-arm -machine mps2-an386 -display none -monitor none -serial stdio \
	  -icount shift=6,sleep=off -semihosting-config enable=on,target=native \
	  -sandbox on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny -kernel ../image.elf < /dev/null

hosted: $(HOSTED_SOURCES) Makefile
	$(HOST_CXX) -std=c++20 -O2 -Wall -Wextra -I. -ffp-contract=off $(HOST_FLAGS) -o $@ $(HOSTED_SOURCES)

sizes: image.elf
	arm-none-eabi-size -A image.elf

clean:
	rm -rf build image.elf hosted

-include $(OBJECTS:.o=.d)
)";

constexpr const char* kReadme = R"(# Firmware: {application} on {board}

{title}. Everything that runs on it is in this folder; Tadpole need not be installed.

    make          # needs Debian's gcc-arm-none-eabi, libnewlib-arm-none-eabi and libstdc++-arm-none-eabi-newlib
    make run      # needs Debian's qemu-system-arm
    make hosted   # the same application for this computer; run it in run/

| folder | what it is |
|---|---|
| `generated/` | the model as C++: weights, memory plan, one call per layer{config} |
| `firmware/app/` | the application: start reading at `run()` |
| `firmware/boards/{board}/` | start-up, linker script, and the port: clock, console, files |
| `device/` | the operators{dsp}, the same code that ran on the host |
| `run/` | what the application reads and writes |

{files}
The instruction counts are exact: QEMU counts every instruction. Times and energies made from them are estimates; only a
real board knows them.
)";

constexpr const char* kSpotterFiles =
    "`run/clips.raw` holds clips of one second, 16 kHz, mono, raw 16-bit samples, one after the "
    "other; `run/results.bin` "
    "gets,\nfor each, the feature bytes, the output bytes and two 32-bit instruction counts "
    "(features, inference). Rename "
    "a long\nrecording in the same form to `run/stream.raw` and take `clips.raw` away: the "
    "firmware then listens as in a "
    "room, and says\nwhen it heard a word.\n";

constexpr const char* kSensorFiles =
    "`run/samples.raw` holds raw samples of one size, one after the other; `run/results.bin` gets, "
    "for each, the feature bytes,\nthe output bytes and two 32-bit instruction counts (features, "
    "inference).\n";

constexpr const char* kRunnerFiles =
    "`run/inputs.bin` holds inputs, one after the other; `run/outputs.bin` gets, for each, the "
    "output bytes and a 32-bit\n"
    "instruction count.\n";

}  // namespace

std::string makefile_text(const ProjectText& project) {
  return fmt::format(fmt::runtime(kMakefile), fmt::arg("board", project.board.name),
                     fmt::arg("flags", project.board.flags),
                     fmt::arg("sources", list_text(project.sources)),
                     fmt::arg("hosted", list_text(project.hosted_sources)));
}

std::string readme_text(const ProjectText& project) {
  const bool spotter = project.application.ends_with("_spotter");
  const bool sensor = project.application == "sensor";
  return fmt::format(fmt::runtime(kReadme), fmt::arg("application", project.application),
                     fmt::arg("board", project.board.name), fmt::arg("title", project.board.title),
                     fmt::arg("config", spotter  ? "; labels, features and smoothing"
                                        : sensor ? "; labels and front end"
                                                 : ""),
                     fmt::arg("dsp", spotter  ? ", the signal processing and the smoothing"
                                     : sensor ? ", the signal processing"
                                              : ""),
                     fmt::arg("files", spotter  ? kSpotterFiles
                                       : sensor ? kSensorFiles
                                                : kRunnerFiles));
}

}  // namespace tadpole
