# SPDX-License-Identifier: Apache-2.0
"""What runs exercises; needs no C++."""
import importlib.util
import pathlib
import unittest

_FILE = pathlib.Path(__file__).parent.parent / "tadpole" / "exercise.py"
_SPEC = importlib.util.spec_from_file_location("exercise", _FILE)
exercise = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(exercise)


class Exercise(unittest.TestCase):
    def test_every_test_has_its_result(self):
        ran = exercise.run("def half(x):\n    return x // 2\nprint('hello')", [
            {"name": "of four", "code": "assert half(4) == 2"},
            {"name": "of five", "code": "assert half(5) == 2.5, 'half of 5 is 2.5'"},
            {"name": "of a word", "code": "half('a')"},
            {"name": "without words", "code": "assert False"}])
        self.assertEqual([test["status"] for test in ran["tests"]], ["pass", "fail", "error", "fail"])
        self.assertEqual(ran["tests"][1]["message"], "half of 5 is 2.5")
        self.assertIn("TypeError", ran["tests"][2]["message"])
        self.assertIn("line 2 of your code", ran["tests"][2]["message"])
        self.assertEqual(ran["tests"][3]["message"], "it does not hold")
        self.assertEqual((ran["status"], ran["output"]), ("fail", "hello\n"))

    def test_a_test_does_not_disturb_the_next(self):
        ran = exercise.run("a = 1", [{"name": "one", "code": "a = 2"}, {"name": "two", "code": "assert a == 1"}])
        self.assertEqual(ran["status"], "pass")

    def test_a_program_that_does_not_run_says_where(self):
        self.assertEqual(exercise.run("a = 1\na / 0")["message"], "ZeroDivisionError: division by zero (line 2 of your code)")
        self.assertIn("(line 1 of your code)", exercise.run("def f(:")["message"])
        self.assertEqual(exercise.run("raise SystemExit")["status"], "pass")
        self.assertEqual(exercise.run("raise SystemExit(3)")["status"], "error")
        self.assertEqual(exercise.run("raise ValueError")["message"], "ValueError (line 1 of your code)")

    def test_output_is_passed_on_and_has_an_end(self):
        heard = []
        ran = exercise.run("for i in range(50000): print(i)", tell=heard.append)
        self.assertEqual("".join(heard), ran["output"])
        self.assertLess(len(ran["output"]), exercise.MOST_OUTPUT + 100)
        self.assertIn("more was printed", ran["output"])


if __name__ == "__main__":
    unittest.main()
