// SPDX-License-Identifier: Apache-2.0
// The native backend of Python's package tadpole: learn/ and the stages of a project, one function
// each. Buffers come in without a copy; the interpreter's lock is given away while work is done.
#include <pybind11/pybind11.h>

#include <algorithm>
#include <chrono>
#include <mutex>

#include "core/base/json.h"
#include "learn/learn.h"
#include "workflow/recipe.h"
#include "workflow/run.h"

namespace py = pybind11;

namespace {

[[noreturn]] void refuse(const std::string& sentence) {
  const py::object kind = py::module_::import("tadpole.errors").attr("TadpoleError");
  PyErr_SetObject(kind.ptr(), py::str(sentence).ptr());
  throw py::error_already_set();
}

// The contiguous values of an object with the buffer protocol; none: no values.
template <typename T>
class Values {
 public:
  Values(const py::object& from, const char* what) {
    if (from.is_none()) return;
    if (PyObject_GetBuffer(from.ptr(), &view_, PyBUF_C_CONTIGUOUS | PyBUF_FORMAT) != 0) {
      PyErr_Clear();
      refuse(std::string(what) + " are no contiguous buffer; make an array of them");
    }
    held_ = true;
    if (view_.itemsize != sizeof(T)) refuse(std::string(what) + " have another size of item");
  }
  Values(const Values&) = delete;
  Values& operator=(const Values&) = delete;
  ~Values() {
    if (held_) PyBuffer_Release(&view_);
  }
  // Never null for values that are there, even if there are none of them.
  const T* data() const {
    static const T nothing{};
    if (!held_) return nullptr;
    return view_.buf ? static_cast<const T*>(view_.buf) : &nothing;
  }
  std::size_t size() const { return held_ ? static_cast<std::size_t>(view_.len) / sizeof(T) : 0; }

 private:
  Py_buffer view_{};
  bool held_ = false;
};

py::str text() { return learn_text(); }
py::bytes bytes() { return {reinterpret_cast<const char*>(learn_bytes()), learn_byte_count()}; }

// Runs without the interpreter's lock; what it answered belongs to this thread.
template <typename Work>
void run(Work&& work) {
  int good = 0;
  {
    const py::gil_scoped_release others_run;
    good = work();
  }
  if (!good) refuse(learn_text());
}

template <typename Handle, typename Work>
Handle* make(Work&& work) {
  Handle* made = nullptr;
  {
    const py::gil_scoped_release others_run;
    made = work();
  }
  if (!made) refuse(learn_text());
  return made;
}

// A model that one thread at a time works with; a callback of training may use it again.
class Model {
 public:
  explicit Model(learn_model* handle) : handle_(handle) {}
  ~Model() { learn_model_free(handle_); }
  template <typename Work>
  void use(Work&& work) {
    const std::unique_lock<std::recursive_mutex> mine(mutex_, std::try_to_lock);
    if (!mine) refuse("another thread works with this model; wait for it, or take a copy");
    run([&] { return work(handle_); });
  }

 private:
  learn_model* handle_;
  std::recursive_mutex mutex_;
};

struct Interpreter {
  explicit Interpreter(learn_interpreter* made) : handle(made) {}
  ~Interpreter() { learn_interpreter_free(handle); }
  learn_interpreter* handle;
  std::mutex mutex;
};

struct Dataset {
  explicit Dataset(learn_dataset* made) : handle(made) {}
  ~Dataset() { learn_dataset_free(handle); }
  learn_dataset* handle;
};

// (x, labels or None, targets or None)
class Data {
 public:
  explicit Data(const py::tuple& parts)
      : x_(parts[0], "the samples"),
        labels_(parts[1], "the labels"),
        targets_(parts[2], "the targets") {}
  learn_data view() const {
    return {x_.data(), x_.size(), labels_.data(), labels_.size(), targets_.data(), targets_.size()};
  }

 private:
  Values<float> x_;
  Values<std::int32_t> labels_;
  Values<float> targets_;
};

// Calls back into Python from training; what was raised there is raised again afterwards.
class Listener {
 public:
  explicit Listener(py::object call) : call_(std::move(call)) {}

  static int epoch(void* user, const char* report) {
    return static_cast<Listener*>(user)->hear(report);
  }
  // Lets Ctrl-C through, at most twenty times a second.
  static int pause(void* user) {
    auto& self = *static_cast<Listener*>(user);
    const auto now = std::chrono::steady_clock::now();
    if (now - self.looked_ < std::chrono::milliseconds(50)) return 1;
    self.looked_ = now;
    const py::gil_scoped_acquire lock;
    if (PyErr_CheckSignals() == 0) return 1;
    self.raised_ = std::make_unique<py::error_already_set>();
    return 0;
  }
  void raise_again() {
    if (!raised_) return;
    py::error_already_set again(*raised_);
    raised_.reset();
    throw again;
  }

 private:
  int hear(const char* report) {
    const py::gil_scoped_acquire lock;
    if (call_.is_none()) return 1;
    try {
      return call_(py::str(report)).cast<bool>() ? 1 : 0;
    } catch (py::error_already_set& error) {
      raised_ = std::make_unique<py::error_already_set>(error);
      return 0;
    }
  }

  py::object call_;
  std::unique_ptr<py::error_already_set> raised_;
  std::chrono::steady_clock::time_point looked_ = std::chrono::steady_clock::now();
};

py::str fit(Model& model, const py::tuple& data, const py::object& validation,
            const std::string& options, const py::object& on_epoch) {
  const Data train(data);
  const learn_data samples = train.view();
  std::unique_ptr<Data> held_out;
  learn_data held_out_view{};
  if (!validation.is_none()) {
    held_out = std::make_unique<Data>(validation.cast<py::tuple>());
    held_out_view = held_out->view();
  }
  Listener listener(on_epoch);
  model.use([&](learn_model* handle) {
    return learn_model_fit(handle, &samples, held_out ? &held_out_view : nullptr, options.c_str(),
                           Listener::epoch, Listener::pause, &listener);
  });
  listener.raise_again();
  return text();
}

void add_model(py::module_& m) {
  py::class_<Model>(m, "ModelHandle");
  m.def("model_create",
        [](const std::string& layers, int h, int w, int c, int outputs, std::uint32_t seed) {
          return std::make_unique<Model>(make<learn_model>(
              [&] { return learn_model_create(layers.c_str(), h, w, c, outputs, seed); }));
        });
  m.def("model_load", [](const py::object& from) {
    const Values<std::uint8_t> kept(from, "the bytes");
    return std::make_unique<Model>(
        make<learn_model>([&] { return learn_model_load(kept.data(), kept.size()); }));
  });
  m.def("model_save", [](Model& model) {
    model.use(learn_model_save);
    return bytes();
  });
  m.def("model_describe", [](Model& model) {
    model.use(learn_model_describe);
    return text();
  });
  m.def("model_get", [](Model& model) {
    model.use(learn_model_get);
    return bytes();
  });
  m.def("model_set", [](Model& model, const py::object& from) {
    const Values<float> values(from, "the parameters");
    model.use([&](learn_model* h) { return learn_model_set(h, values.data(), values.size()); });
  });
  m.def("model_predict", [](Model& model, const py::object& samples) {
    const Values<float> x(samples, "the samples");
    model.use([&](learn_model* h) { return learn_model_predict(h, x.data(), x.size()); });
    return bytes();
  });
  m.def("model_activations", [](Model& model, const std::string& layer, const py::object& samples) {
    const Values<float> x(samples, "the samples");
    model.use([&](learn_model* h) {
      return learn_model_activations(h, layer.c_str(), x.data(), x.size());
    });
    return py::make_tuple(text(), bytes());
  });
  m.def("model_evaluate", [](Model& model, const py::tuple& parts, const std::string& options) {
    const Data held(parts);
    const learn_data data = held.view();
    model.use([&](learn_model* h) { return learn_model_evaluate(h, &data, options.c_str()); });
    return text();
  });
  m.def("model_gradients", [](Model& model, const py::tuple& parts, const std::string& options) {
    const Data held(parts);
    const learn_data data = held.view();
    model.use([&](learn_model* h) { return learn_model_gradients(h, &data, options.c_str()); });
    return py::make_tuple(text(), bytes());
  });
  m.def("model_fit", fit);
  m.def("model_tflite", [](Model& model, const py::object& samples, const std::string& options) {
    const Values<float> x(samples, "the samples");
    model.use(
        [&](learn_model* h) { return learn_model_tflite(h, x.data(), x.size(), options.c_str()); });
    return py::make_tuple(text(), bytes());
  });
}

void add_interpreter(py::module_& m) {
  py::class_<Interpreter>(m, "InterpreterHandle");
  m.def("interpreter_create", [](const py::object& from) {
    const Values<std::uint8_t> model(from, "the bytes");
    return std::make_unique<Interpreter>(make<learn_interpreter>(
        [&] { return learn_interpreter_create(model.data(), model.size()); }));
  });
  m.def("interpreter_describe", [](Interpreter& one) {
    run([&] { return learn_interpreter_describe(one.handle); });
    return text();
  });
  m.def("interpreter_run", [](Interpreter& one, const py::object& from) {
    const Values<std::uint8_t> input(from, "the bytes");
    run([&] {
      const std::lock_guard<std::mutex> alone(one.mutex);
      return learn_interpreter_run(one.handle, input.data(), input.size());
    });
    return bytes();
  });
}

void add_data(py::module_& m) {
  py::class_<Dataset>(m, "DatasetHandle");
  m.def("dataset_create", [](const std::string& name, const std::string& options) {
    return std::make_unique<Dataset>(
        make<learn_dataset>([&] { return learn_dataset_create(name.c_str(), options.c_str()); }));
  });
  m.def("dataset_describe", [](Dataset& set) {
    run([&] { return learn_dataset_describe(set.handle); });
    return text();
  });
  m.def("dataset_values", [](Dataset& set, bool stored) {
    run([&] { return learn_dataset_values(set.handle, stored ? 1 : 0); });
    return bytes();
  });
  m.def("dataset_labels", [](Dataset& set) {
    run([&] { return learn_dataset_labels(set.handle); });
    return bytes();
  });
  m.def("dataset_targets", [](Dataset& set) {
    run([&] { return learn_dataset_targets(set.handle); });
    return bytes();
  });
  m.def("features_sound", [](const py::object& from, const std::string& options) {
    const Values<std::int16_t> clip(from, "the samples");
    run([&] { return learn_features_sound(clip.data(), clip.size(), options.c_str()); });
    return py::make_tuple(text(), bytes());
  });
  m.def("features_picture",
        [](const py::object& from, int h, int w, int c, const std::string& options) {
          const Values<std::uint8_t> pixels(from, "the pixels");
          if (h < 1 || w < 1 || c < 1 ||
              pixels.size() / std::size_t(h) / std::size_t(w) != std::size_t(c))
            refuse("the pixels do not fill the picture's shape");
          run([&] { return learn_features_picture(pixels.data(), h, w, c, options.c_str()); });
          return py::make_tuple(text(), bytes());
        });
  m.def("features_motion", [](const py::object& from, std::size_t count, int steps, int axes,
                              std::size_t fitted, const std::string& options) {
    const Values<float> values(from, "the windows");
    if (steps < 1 || axes < 1 || values.size() / std::size_t(steps) / std::size_t(axes) < count)
      refuse("the values do not fill the windows' shape");
    const learn_windows windows = {values.data(), count, steps, axes, fitted};
    run([&] { return learn_features_motion(&windows, options.c_str()); });
    return py::make_tuple(text(), bytes());
  });
  m.def("confusion", [](const py::object& is, const py::object& said, int classes) {
    const Values<std::int32_t> truth(is, "the labels"), predicted(said, "the predictions");
    if (truth.size() != predicted.size())
      refuse("there are " + std::to_string(truth.size()) + " labels and " +
             std::to_string(predicted.size()) + " predictions; expected as many of each");
    run([&] { return learn_confusion(truth.data(), predicted.data(), truth.size(), classes); });
    return text();
  });
  m.def("names", [] {
    run(learn_names);
    return text();
  });
}

template <typename T>
T value_or_refuse(tadpole::Result<T> result) {
  if (!result.ok()) refuse(result.error().message);
  return std::move(result).value();
}

// What a stage says goes to Python; Ctrl-C stops it.
class Speaker final : public tadpole::Progress {
 public:
  explicit Speaker(const py::object& say) : say_(say) {}
  void begin(std::string_view, std::int64_t) override {}
  void update(std::int64_t, std::string_view) override {}
  void end() override {}
  void say(std::string_view sentence) override {
    const py::gil_scoped_acquire lock;
    if (!say_.is_none()) say_(py::str(sentence.data(), sentence.size()));
  }
  bool stop_requested() const override {
    const py::gil_scoped_acquire lock;
    return PyErr_CheckSignals() != 0 || PyErr_Occurred() != nullptr;
  }

 private:
  const py::object& say_;
};

py::str project_run(const std::string& folder, const std::string& stage, const py::dict& settings,
                    const py::object& say) {
  tadpole::Project project = value_or_refuse(tadpole::Project::open(folder));
  for (const auto& [key, value] : settings) {
    const std::string name = py::str(key), text = py::str(value);
    const std::size_t dot = name.find('.');
    if (dot == std::string::npos) refuse("'" + name + "' is no setting; write train.epochs");
    value_or_refuse(project.set(name.substr(0, dot), name.substr(dot + 1), text));
  }
  const auto known = tadpole::stage_names();
  if (!stage.empty() && std::find(known.begin(), known.end(), stage) == known.end())
    refuse("there is no stage '" + stage + "'; expected one of the walk's, or none for all");
  Speaker speaker(say);
  tadpole::Result<tadpole::StageResult> result = [&] {
    const py::gil_scoped_release others_run;
    return stage.empty() ? tadpole::run_all(project, speaker)
                         : tadpole::run_stage(project, stage, speaker);
  }();
  if (PyErr_Occurred()) throw py::error_already_set();
  const tadpole::StageResult done = value_or_refuse(std::move(result));
  return tadpole::json_dump({{"stage", done.stage},
                             {"up_to_date", done.up_to_date},
                             {"facts", done.facts},
                             {"text", done.text}});
}

void add_project(py::module_& m) {
  m.def("project_create", [](const std::string& folder, const std::string& kind) {
    const tadpole::Recipe recipe = value_or_refuse(tadpole::template_recipe(kind));
    value_or_refuse(tadpole::Project::create(folder, recipe));
  });
  m.def("project_source", [](const std::string& folder, const py::dict& options) {
    tadpole::Project project = value_or_refuse(tadpole::Project::open(folder));
    const std::string& kind = project.recipe().project.kind;
    tadpole::SourceOptions source;
    tadpole::RecipeSection section = tadpole::describe_source(kind, source);
    for (const auto& [key, value] : options)
      value_or_refuse(section.options.set(py::str(key), py::str(value), "source"));
    value_or_refuse(tadpole::check_source(kind, source));
    value_or_refuse(project.add_source(source));
  });
  m.def("project_run", project_run);
}

}  // namespace

PYBIND11_MODULE(_tadpole, m) {
  m.doc() = "The native backend of tadpole; use the package tadpole itself.";
  add_model(m);
  add_interpreter(m);
  add_data(m);
  add_project(m);
}
