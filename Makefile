# Floe. `make` alone lists the targets.
#
#   make test FILTER=HTTPTests          only the tests whose names match
#   make serve ARGS="--port 8080"       more flags for `floe serve`
#   make bench ARGS="--rounds 3"        more flags for the benchmark

SWIFT ?= swift
FILTER ?=
ARGS ?=

# Tests are built apart: they need other flags than the product, and sharing a
# folder would rebuild everything at each turn.
TEST_BUILD := .build/tests
# In release, because allocation counts and blob ids mean nothing without the optimiser.
TEST_FLAGS := -c release -Xswiftc -enable-testing --disable-xctest
# Tests at a time: hundreds of edges and databases at once would starve each other of the
# processor, and what waits for a second would wait for a minute.
export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH ?= 10
SWIFT_FILES := Package.swift $(wildcard Sources Tests Benchmarks Fuzzing)
SANITIZED := BytesTests|EventLoopsTests|TransportTests|TLSTests|SharedStateTests|SharedStateConformanceTests|HTTPServerTests|HTTPClientTests|ContentDeliveryTests|WalrusUpstreamTests|IPFSUpstreamTests|DevnetTests|GatewayTests|ScenarioTests|LifecycleTests|TelemetryTests|PersistenceTests|SQLiteDatabaseTests|PostgreSQLDatabaseTests|DatabaseConformanceTests

.DEFAULT_GOAL := help
.PHONY: help serve build test bench siege format lint deployment docs sanitize fuzz clean

help: # Lists the targets
	@sed -n 's/^\([a-z-]*\):.*# \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | \
	  while IFS="$$(printf '\t')" read -r name text; do printf '  make %-10s %s\n' "$$name" "$$text"; done

serve: build # Builds Floe and serves on port 4500 with a local Walrus network
	@.build/release/floe serve --environment development $(ARGS)

build: # Builds the floe command in release
	@Scripts/install.sh build
	@$(SWIFT) build -c release --product floe

test: # Runs all tests, in release
	@Scripts/install.sh test
	@$(SWIFT) test $(TEST_FLAGS) --scratch-path $(TEST_BUILD) $(if $(FILTER),--filter '$(FILTER)')

bench: # Measures Floe beside nginx, Varnish and a C floor; writes Benchmarks/results
	@Scripts/install.sh bench
	@$(SWIFT) build -c release --product floe
	@$(SWIFT) build -c release --product floor
	@$(SWIFT) build -c release --product cache-bench
	@$(SWIFT) build -c release --product metered-edge
	@$(SWIFT) build -c release --product floe-bench
	@.build/release/floe-bench $(ARGS)

siege: # Sees whether good clients notice thousands of slow, idle, malformed and abusive ones
	@Scripts/install.sh bench
	@$(SWIFT) build -c release --product floe
	@$(SWIFT) build -c release --product floe-bench
	@.build/release/floe-bench --siege $(ARGS)

format: # Formats every Swift file in place
	@$(SWIFT) format --in-place --parallel --recursive $(SWIFT_FILES)

lint: # Checks formatting and style
	@$(SWIFT) format lint --strict --parallel --recursive $(SWIFT_FILES)

deployment: build # Checks the files of Deployment/ with promtool, yamllint and systemd-analyze
	@Scripts/install.sh deployment
	@Scripts/lint-deployment.sh

docs: # Writes the documentation of every module to .build/docs
	@Scripts/install.sh build
	@Scripts/docs.sh

sanitize: # Runs the I/O and server tests under the thread and address sanitizers
	@Scripts/install.sh test
	@TSAN_OPTIONS=suppressions=$(CURDIR)/Tests/thread-sanitizer.supp \
	  $(SWIFT) test --sanitize=thread -Xswiftc -DFLOE_THREAD_SANITIZER --disable-xctest --no-parallel --scratch-path .build/thread --filter '^($(SANITIZED))\.'
	@LSAN_OPTIONS=suppressions=$(CURDIR)/Tests/leak-sanitizer.supp \
	  $(SWIFT) test --sanitize=address --disable-xctest --no-parallel --scratch-path .build/address --filter '^($(SANITIZED))\.'

fuzz: # Runs every fuzz target for a short fixed time from its seeds
	@Scripts/install.sh build
	@Fuzzing/run.sh $(ARGS)

clean: # Removes everything that was built; stored data stays
	@rm -rf .build Benchmarks/work
