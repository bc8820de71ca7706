# SPDX-License-Identifier: Apache-2.0
# make start  set-up, build, and the courses in the browser at http://localhost:8080
# make demo   set-up, build, and the main job: a keyword spotter from voices to a running microcontroller
# make test   set-up, build, every test; the last line is "N passed, N failed"
# make examples  every kind of project, and on real data where there is some (tools/real_data)
# make build  the release binary: build/release/tadpole
.PHONY: start demo examples test sanitize build bench fuzz check clean
start: build
	build/release/tadpole serve
demo: build
	tools/demo
examples: build
	tools/examples
	[ ! -d "$${TADPOLE_SHARED:-../shared}/data" ] || tools/real_data
test:
	tools/setup test
	tools/test
sanitize:
	tools/setup test
	tools/test --sanitize
build:
	tools/setup build
	cmake --preset release
	cmake --build --preset release --target tadpole
bench:
	tools/setup bench
	cmake --preset bench
	cmake --build --preset bench --target training_bench
	/usr/bin/python3 benchmarks/report.py
fuzz:
	tools/setup test
	tools/fuzz
check:
	tools/check
clean:
	rm -rf build demo
