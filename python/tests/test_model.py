# SPDX-License-Identifier: Apache-2.0
import unittest
from array import array

import tadpole

LINE_X, LINE_Y = [-1, 0, 1, 2, 3, 4], [-3, -1, 1, 3, 5, 7]  # y = 2 x - 1


def refusal(case, call, *words):
    """The sentence that a call is refused with; it must hold the words, and be one sentence."""
    with case.assertRaises(tadpole.TadpoleError) as caught:
        call()
    text = str(caught.exception)
    for word in words:
        case.assertIn(word, text)
    case.assertNotIn("\n", text)
    return text


class Building(unittest.TestCase):
    def test_layers_are_named_counted_and_shown(self):
        model = tadpole.Model(["flatten", "dense units=16", "relu", "dense units=10", "softmax"], input=(28, 28, 1))
        self.assertEqual(model.input, (28, 28, 1))
        self.assertEqual(model.outputs, 10)
        self.assertEqual(len(model.parameters), 784 * 16 + 16 + 16 * 10 + 10)
        self.assertEqual(model.layers[1], "dense_2")
        self.assertIn("dense units=16", model.summary())
        self.assertIn("12730 parameters", repr(model))

    def test_what_does_not_fit_is_refused(self):
        refusal(self, lambda: tadpole.Model(["dense units=16"], input=(28, 28)), "layer 1 (dense units=16)", "flatten")
        refusal(self, lambda: tadpole.Model(["dance units=16"], input=4), "dense")
        refusal(self, lambda: tadpole.Model([], input=4), "has no layer")
        refusal(self, lambda: tadpole.Model(["relu"], input=(1, 2, 3, 4)), "height, width, channels")
        refusal(self, lambda: tadpole.Model(["relu"], input=4, seed=-1), "seed")

    def test_ready_made_models_go_by_name(self):
        self.assertEqual(tadpole.Model("lenet5", input=(28, 28), outputs=10).outputs, 10)
        self.assertIn("lenet5", tadpole.names()["models"])

    def test_the_same_seed_draws_the_same_parameters(self):
        draw = lambda seed: tadpole.Model(["dense units=3"], input=5, seed=seed).parameters
        self.assertEqual(draw(1), draw(1))
        self.assertNotEqual(draw(1), draw(2))


class Parameters(unittest.TestCase):
    def setUp(self):
        self.model = tadpole.Model(["dense units=1"], input=1)

    def test_weights_are_read_and_written(self):
        self.model.set_weights("dense_1", kernel=[2.0], bias=[-1.0])
        self.assertEqual(self.model.weights("dense_1"), {"kernel": array("f", [2]), "bias": array("f", [-1])})
        self.assertEqual(self.model.predict([[3], [4]]), [[5.0], [7.0]])
        self.model.parameters = [3, 0]
        self.assertEqual(self.model.predict([2.0]), [[6.0]])

    def test_wrong_ones_are_refused_and_change_nothing(self):
        before = self.model.parameters
        refusal(self, lambda: self.model.set_weights("dense_1", kernel=[1, 2]), "holds 1 values, 2 were given")
        refusal(self, lambda: self.model.set_weights("dense_1", core=[1]), "no core", "kernel, bias")
        refusal(self, lambda: self.model.weights("dense_2"), "there are dense_1")
        refusal(self, lambda: setattr(self.model, "parameters", [1.0]), "the model has 2 parameters")
        refusal(self, lambda: setattr(self.model, "parameters", [float("nan"), 1.0]), "no number")
        self.assertEqual(self.model.parameters, before)

    def test_a_kept_model_is_the_same_and_damage_is_seen(self):
        data = self.model.save()
        self.assertEqual(tadpole.Model.load(data).parameters, self.model.parameters)
        refusal(self, lambda: tadpole.Model.load(data[:20]))
        refusal(self, lambda: tadpole.Model.load(b""))


class Samples(unittest.TestCase):
    def test_lists_arrays_and_memoryviews_are_the_same_samples(self):
        model = tadpole.Model(["dense units=2"], input=3)
        flat = array("f", [1, 2, 3, 4, 5, 6])
        wanted = model.predict([[1, 2, 3], [4, 5, 6]])
        self.assertEqual(model.predict(flat), wanted)
        self.assertEqual(model.predict(memoryview(flat)), wanted)
        self.assertEqual(model.predict(array("d", flat)), wanted)
        self.assertEqual(model.predict(((1, 2, 3), (4, 5, 6))), wanted)

    def test_what_is_no_sample_is_refused(self):
        model = tadpole.Model(["dense units=2"], input=3)
        refusal(self, lambda: model.predict([[1, 2, 3], [4, 5]]), "different lengths")
        refusal(self, lambda: model.predict([1, 2]), "there are 2 values", "1x1x3")
        refusal(self, lambda: model.predict([]), "no sample")
        refusal(self, lambda: model.predict(["a", "b", "c"]), "no number")
        refusal(self, lambda: model.predict("abc"), "are str")
        refusal(self, lambda: model.predict([1, 2, float("inf")]), "value 2", "no number")
        refusal(self, lambda: model.predict([[[]]]))

    def test_numpy_goes_in_and_comes_out(self):
        try:
            import numpy
        except ImportError:
            self.skipTest("numpy is not installed")
        model = tadpole.Model(["dense units=2"], input=3)
        x = numpy.arange(6, dtype=numpy.float32).reshape(2, 3)
        out = model.predict(x)
        self.assertEqual(out.shape, (2, 2))
        self.assertEqual(out.tolist(), model.predict(x.tolist()))
        self.assertEqual(model.predict(x[::-1]).tolist(), out[::-1].tolist())  # not contiguous
        self.assertEqual(model.predict(x.astype("float64")).tolist(), out.tolist())
        refusal(self, lambda: model.predict(numpy.array(["a", "b", "c"])), "expected numbers")


class Learning(unittest.TestCase):
    def test_one_neuron_finds_the_line(self):
        model = tadpole.Model(["dense units=1"], input=1)
        history = model.fit(LINE_X, LINE_Y, epochs=500, batch=6, optimizer="sgd", learning_rate=0.05)
        self.assertEqual(history.loss, "mse")
        self.assertEqual(len(history["loss"]), 500)
        w, b = model.parameters
        self.assertAlmostEqual(w, 2, places=3)
        self.assertAlmostEqual(b, -1, places=3)
        with self.assertRaises(KeyError):
            history["validation_loss"]

    def test_own_gradient_descent_walks_as_fit_does(self):
        one, other = (tadpole.Model(["dense units=1"], input=1, seed=3) for _ in range(2))
        for _ in range(5):
            _, gradient = one.loss_and_gradients(LINE_X, LINE_Y)
            one.parameters = [p - 0.05 * g for p, g in zip(one.parameters, gradient)]
        other.fit(LINE_X, LINE_Y, epochs=5, batch=6, optimizer="sgd", learning_rate=0.05)
        for mine, its in zip(one.parameters, other.parameters):
            self.assertAlmostEqual(mine, its, places=5)

    def test_gradients_are_those_of_finite_differences(self):
        data = tadpole.datasets.blobs(rows=30)
        model = tadpole.Model(["dense units=4", "tanh", "dense units=3", "softmax"], input=2)
        loss, gradient = model.loss_and_gradients(data.x, data.y)
        self.assertAlmostEqual(loss, model.evaluate(data.x, data.y)["loss"], places=5)
        kept, h = model.parameters, 1e-2
        for i, slope in enumerate(gradient):
            losses = []
            for step in (h, -h):
                changed = array("f", kept)
                changed[i] += step
                model.parameters = changed
                losses.append(model.evaluate(data.x, data.y)["loss"])
            # inputs reach 6, so a third derivative may be some tens; its error is h^2 / 6 times that
            self.assertAlmostEqual(slope, (losses[0] - losses[1]) / (2 * h), delta=2e-3)
        parts = model.by_layer(gradient)
        self.assertEqual(len(parts["dense_1"]["kernel"]), 8)

    def test_the_same_seed_gives_the_same_bytes(self):
        def trained(seed):
            data = tadpole.datasets.blobs(rows=60)
            model = tadpole.Model(["dense units=8", "relu", "dropout rate=0.2", "dense units=3", "softmax"], input=2)
            model.fit(data.x, data.y, epochs=4, batch=8, seed=seed)
            return model.save()

        self.assertEqual(trained(1), trained(1))
        self.assertNotEqual(trained(1), trained(2))

    def test_validation_callback_and_stopping(self):
        data = tadpole.datasets.blobs(rows=120)
        model = tadpole.Model(["dense units=8", "relu", "dense units=3", "softmax"], input=2)
        seen = []

        def look(epoch):
            seen.append((epoch["epoch"], model.evaluate(data.x, data.y)["accuracy"]))
            return epoch["epoch"] < 3

        history = model.fit(data.train.x, data.train.y, epochs=50, learning_rate=0.01,
                            validation=(data.validation.x, data.validation.y), on_epoch=look)
        self.assertEqual([epoch for epoch, _ in seen], [1, 2, 3])
        self.assertEqual(len(history["validation_accuracy"]), 3)
        self.assertIn("asked to stop", history.stopped_because)

    def test_what_a_callback_raises_comes_out(self):
        model = tadpole.Model(["dense units=1"], input=1)

        def look(_):
            raise ZeroDivisionError("of the learner")

        with self.assertRaisesRegex(ZeroDivisionError, "of the learner"):
            model.fit(LINE_X, LINE_Y, on_epoch=look)
        model.fit(LINE_X, LINE_Y, epochs=1)  # and the model works on

    def test_a_callback_may_not_train(self):
        model = tadpole.Model(["dense units=1"], input=1)

        def look(_):
            model.fit(LINE_X, LINE_Y)

        refusal(self, lambda: model.fit(LINE_X, LINE_Y, on_epoch=look), "being trained")

    def test_whole_numbers_are_labels_of_classes_and_values_of_one_output(self):
        two = tadpole.Model(["dense units=1", "sigmoid"], input=1)
        self.assertIn("accuracy", two.evaluate(LINE_X, [0, 0, 0, 1, 1, 1]))
        line = tadpole.Model(["dense units=1"], input=1)
        self.assertNotIn("accuracy", line.evaluate(LINE_X, LINE_Y))
        auto = tadpole.Model(["dense units=2"], input=2)
        self.assertIn("loss", auto.evaluate([[1, 2]]))  # gives back its input

    def test_wrong_data_and_options_are_refused(self):
        model = tadpole.Model(["dense units=3", "softmax"], input=2)
        refusal(self, lambda: model.fit([[1, 2]], [3]), "label 3 of sample 0")
        refusal(self, lambda: model.fit([[1, 2]], [0, 1]), "1 samples and 2 labels")
        refusal(self, lambda: model.fit([[1, 2]], [[1.0, 0.0]]), "2 target values; expected 3")
        refusal(self, lambda: model.fit([[1, 2]], [0], epochs=0), "epochs")
        refusal(self, lambda: model.fit([[1, 2]], [0], learnin_rate=1), "learning_rate")
        refusal(self, lambda: model.fit([[1, 2]], [0], optimizer="adm"), "adam")
        refusal(self, lambda: model.fit([[1, 2]], [0], loss="mze"), "mse")
        refusal(self, lambda: model.fit([[1, 2]], [0], validation=[[1, 2]]), "validation=(x, y)")
        line = tadpole.Model(["dense units=1"], input=1)
        refusal(self, lambda: line.fit(LINE_X, LINE_Y, epochs=300, optimizer="sgd", learning_rate=10), "learning rate")


if __name__ == "__main__":
    unittest.main()
