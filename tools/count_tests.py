#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Prints "passed failed skipped" of a ctest JUnit file. usage: count_tests.py FILE"""
import sys
import xml.etree.ElementTree as ET

suite = ET.parse(sys.argv[1]).getroot()
cases = suite.findall("testcase")
failed = sum(1 for case in cases if case.get("status") == "fail" or case.find("failure") is not None)
skipped = sum(1 for case in cases if case.find("skipped") is not None or case.get("status") in ("disabled", "notrun"))
if not cases:
    sys.exit("no test was run")
print(len(cases) - failed - skipped, failed, skipped)
