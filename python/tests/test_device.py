# SPDX-License-Identifier: Apache-2.0
"""From a trained model to .tflite, datasets, features, metrics, projects."""
import math
import os
import sys
import tempfile
import unittest
from array import array

import tadpole
from test_model import LINE_X, LINE_Y, refusal


class Tflite(unittest.TestCase):
    def setUp(self):
        self.model = tadpole.Model(["dense units=1"], input=1)
        self.model.parameters = [2, -1]

    def test_the_float_model_answers_as_the_network_does(self):
        data = self.model.to_tflite(int8=False)
        self.assertEqual(data[4:8], b"TFL3")
        self.assertEqual(tadpole.Interpreter(data).run([3.0]), [5.0])

    def test_int8_is_within_a_step(self):
        data = self.model.to_tflite(calibration=LINE_X)
        self.assertEqual(data, self.model.to_tflite(calibration=LINE_X))
        one = tadpole.Interpreter(data)
        step = one.inputs[0]["scale"] + one.outputs[0]["scale"] / 2  # half a step in times the slope 2, half a step out
        for x, y in zip(LINE_X, LINE_Y):
            self.assertAlmostEqual(one.run([x])[0], y, delta=step + 1e-6)
        self.assertEqual(one.inputs[0]["type"], "int8")
        stored = one.run_stored(one.quantize([3.0]))
        self.assertEqual(one.dequantize(stored), one.run([3.0]))
        self.assertGreater(one.arena_bytes, 0)
        self.assertEqual(one.operators[0]["name"], "FULLY_CONNECTED")

    def test_what_cannot_be_is_refused(self):
        refusal(self, lambda: self.model.to_tflite(), "calibration=x")
        refusal(self, lambda: self.model.to_tflite(calibration=LINE_X, method="best"), "min_max")
        refusal(self, lambda: tadpole.Interpreter(b"no model at all"))
        one = tadpole.Interpreter(self.model.to_tflite(calibration=LINE_X))
        refusal(self, lambda: one.run([1.0, 2.0]), "holds 2 bytes; the model takes 1")


class Datasets(unittest.TestCase):
    def test_the_line_is_the_line(self):
        line = tadpole.datasets.line()
        self.assertEqual((list(line.x), list(line.y)), (LINE_X, LINE_Y))
        self.assertEqual(line.shape, (1, 1, 1))

    def test_splits_share_nobody_and_lose_nothing(self):
        data = tadpole.datasets.garments(per_class=20, seed=2)
        parts = [data.train, data.validation, data.test]
        self.assertEqual(sum(len(part) for part in parts), len(data))
        people = [set(part.who) for part in parts]
        self.assertFalse(people[0] & people[1] or people[0] & people[2] or people[1] & people[2])
        self.assertTrue(0 <= min(data.x) and 0.5 < max(data.x) <= 1)
        self.assertEqual(data.take([3]).sample(0), data.sample(3))
        self.assertEqual(tadpole.datasets.garments(per_class=20, seed=2).x, data.x)

    def test_samples_of_different_shapes(self):
        strokes = tadpole.datasets.strokes(per_class=2)
        self.assertIsNone(strokes.shape)
        for i, shape in enumerate(strokes.shapes):
            self.assertEqual(len(strokes.sample(i)), math.prod(shape))
        self.assertEqual(strokes.take([5]).sample(0), strokes.sample(5))

    def test_unknown_ones_are_refused(self):
        with self.assertRaisesRegex(AttributeError, "garments"):
            tadpole.datasets.garment
        refusal(self, lambda: tadpole.datasets.make("garment"), "did you mean 'garments'")
        refusal(self, lambda: tadpole.datasets.garments(rows=3), "rows")
        refusal(self, lambda: tadpole.datasets.line().sample(6), "there are 6")
        refusal(self, lambda: tadpole.datasets.line().split("trial"), "train, validation or test")


class Features(unittest.TestCase):
    def test_sound_in_whole_numbers_and_in_floats_is_the_same(self):
        tone = [round(8000 * math.sin(2 * math.pi * 440 * i / 16000)) for i in range(16000)]
        whole, shape = tadpole.features.sound(array("h", tone), kind="mfcc")
        self.assertEqual(shape, (49, 10, 1))
        real, _ = tadpole.features.sound([v / 32768 for v in tone], kind="mfcc")
        self.assertEqual(whole, real)
        refusal(self, lambda: tadpole.features.sound([0] * 10), "less than one window")
        refusal(self, lambda: tadpole.features.sound([0] * 16000, kind="mcff"), "mfcc")
        refusal(self, lambda: tadpole.features.sound([40000]), "too large")

    def test_pictures_and_motion(self):
        white, shape = tadpole.features.picture(bytes([255] * 192), (8, 8, 3), width=16, height=16)
        self.assertEqual(shape, (16, 16, 1))
        self.assertAlmostEqual(white[0], 1.0, delta=0.01)
        refusal(self, lambda: tadpole.features.picture(bytes(10), (8, 8, 3)), "10 pixels")
        data = tadpole.datasets.gestures(per_class=2)
        steps, _, axes = data.shape
        x, shape = tadpole.features.motion(data.x, steps=steps, axes=axes, rate_hz=data.rate_hz)
        self.assertEqual(len(x), len(data) * shape[2])
        refusal(self, lambda: tadpole.features.motion([1.0] * 7, steps=2, axes=2, rate_hz=50), "7 values")


class Metrics(unittest.TestCase):
    def test_counts_are_those_of_the_hand(self):
        matrix = tadpole.confusion_matrix([0, 0, 1, 1, 1], [0, 1, 1, 1, 0], labels=["cat", "dog"])
        self.assertEqual(matrix.counts, [[1, 1], [1, 2]])
        self.assertAlmostEqual(matrix.accuracy, 0.6)
        self.assertAlmostEqual(matrix.scores[1]["recall"], 2 / 3)
        self.assertIn("dog", str(matrix))
        refusal(self, lambda: tadpole.confusion_matrix([0, 1], [0]), "2 labels and 1 predictions")
        refusal(self, lambda: tadpole.confusion_matrix([0, 2], [0, 1], labels=["a", "b"]), "truth 1 is 2")
        refusal(self, lambda: tadpole.confusion_matrix([0.5], [1]), "whole numbers")


@unittest.skipIf(sys.platform == "emscripten", "in the page, the workbench has the projects")
class Projects(unittest.TestCase):
    def test_a_project_walks_to_a_model(self):
        with tempfile.TemporaryDirectory() as folder:
            said = []
            place = os.path.join(folder, "line")
            project = tadpole.Project.create(place, "regression", say=said.append)
            project.add_source(generate="line")
            self.assertIn("generate", project.recipe())
            self.assertEqual(project.run("collect")["stage"], "collect")
            project.run("preprocess")
            self.assertFalse(project.run("train", **{"train.epochs": 2})["up_to_date"])
            refusal(self, lambda: tadpole.Project.create(place, "regression"))
            refusal(self, lambda: project.run("trian"), "trian")
            refusal(self, lambda: project.run("train", **{"train.epoch": 2}), "epochs")
            refusal(self, lambda: tadpole.Project(folder).run("train"))


if __name__ == "__main__":
    unittest.main()
