// SPDX-License-Identifier: Apache-2.0
// What learners' programs call: a flat C interface over core/, the same under Python on this
// machine (python/) and in the page (WASM exports). No logic of a front end stands above it.
//
// Every function but create and free gives 1 when it did what it says, else 0; a create gives a
// handle or a null pointer. What it answers is kept for the calling thread until its next call: a
// text (JSON, or the sentence that tells what went wrong) and bytes. Pointers that come in are read
// during the call alone. Wrong data is refused with a sentence; a wrong handle or a count that does
// not fit its pointer is the caller's bug.
//
// Options are lines "name=value"; unknown names and values out of range are refused. Samples are
// 32-bit floats, one after the other, each [height, width, channels]. Targets come in one of four
// forms: labels (32-bit integers, [n]), values (floats, [n, outputs]), both: labels and what a
// teacher gives for the same samples, before its softmax (its logits; see learn_model_activations),
// to be learnt with the loss distillation, or neither: the model shall give back its input.
#pragma once
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// The answer of this thread's last call.
const char* learn_text(void);
const uint8_t* learn_bytes(void);
size_t learn_byte_count(void);
// What there is to choose from: JSON with lists "layers", "losses", "datasets", "models",
// "train_options" (name, help, default, range).
int learn_names(void);

// A network. layers: one line per layer, or one line with the name of a ready-made model and its
// options; outputs: of a ready-made model. Fails with the layer that does not fit.
typedef struct learn_model learn_model;
learn_model* learn_model_create(const char* layers, int height, int width, int channels,
                                int outputs, uint32_t seed);
void learn_model_free(learn_model* model);
// JSON: "summary" (a table), "input", "outputs", "parameters", "macs", "layers": each with name,
// line, output, and its parts (name, where in the parameters, how many).
int learn_model_describe(learn_model* model);
// All trained values in layer order, valid as long as the model.
float* learn_model_parameters(learn_model* model, size_t* count);
// The same as bytes, a copy; and back. Fails unless count is that of the model.
int learn_model_get(learn_model* model);
int learn_model_set(learn_model* model, const float* parameters, size_t count);
// Bytes: floats [n, outputs].
int learn_model_predict(learn_model* model, const float* x, size_t values);
// Bytes: floats [n, ...] that the named layer gives; text: its shape.
int learn_model_activations(learn_model* model, const char* layer, const float* x, size_t values);

// Samples with what is to be learnt of them; a pointer is null where there is none.
typedef struct learn_data {
  const float* x;
  size_t x_values;
  const int32_t* labels;
  size_t label_count;
  const float* targets;
  size_t target_values;
} learn_data;
// options: "loss" (see learn_names; auto: by the targets; for labels with a teacher's logits
// distillation, (1 - alpha) cross-entropy + alpha T^2 KL, with its options alpha and temperature:
// "distillation temperature=4 alpha=0.5"). Text: "loss", and with labels "accuracy"
// and "correct".
int learn_model_evaluate(learn_model* model, const learn_data* data, const char* options);
// In training mode over all samples as one batch. Text: "loss"; bytes: floats, the gradient of the
// mean loss, in the order of the parameters. No parameter changes.
int learn_model_gradients(learn_model* model, const learn_data* data, const char* options);
// Trains the model from where it is. validation: may be null. options: every training option of a
// recipe, "seed", and for pictures with values between 0 and 1 every option of augmentation behind
// "augment_" (all 0 by default): changed anew in every epoch. Here the defaults are 10 epochs of
// batches of 32, adam, a constant rate of 0.001, no smoothing, sgd without momentum, and the last
// epoch is kept. epoch: may be null; called after every epoch with its report as JSON, gives 0 to
// stop there. pause: may be null; called now and then in between, gives 0 to stop at once. Text:
// the report, epoch by epoch. The result does not depend on the number of threads. Fails when the
// loss is no number any more.
typedef int (*learn_epoch)(void* user, const char* report);
typedef int (*learn_pause)(void* user);
int learn_model_fit(learn_model* model, const learn_data* data, const learn_data* validation,
                    const char* options, learn_epoch epoch, learn_pause pause, void* user);
// Bytes: the model as .tflite. options: "int8" (0 or 1), "calibration" (min_max, percentile, mse).
// samples: for int8, from training data; text: the error of each layer.
int learn_model_tflite(learn_model* model, const float* samples, size_t values,
                       const char* options);
// Bytes: the model with its parameters, to be kept; and a model of such bytes.
int learn_model_save(learn_model* model);
learn_model* learn_model_load(const uint8_t* bytes, size_t size);

// Runs a .tflite model as the device does, bit by bit.
typedef struct learn_interpreter learn_interpreter;
learn_interpreter* learn_interpreter_create(const uint8_t* bytes, size_t size);
void learn_interpreter_free(learn_interpreter* interpreter);
// JSON: "inputs" and "outputs" (name, type, shape, scale, zero_point, bytes), "arena_bytes",
// "macs", "operators".
int learn_interpreter_describe(learn_interpreter* interpreter);
// input, bytes: all inputs, one after the other, as they are stored; all outputs likewise.
int learn_interpreter_run(learn_interpreter* interpreter, const uint8_t* input, size_t size);

// Data that is made here, seeded, from nobody's recording. options: those of the generator
// (per_class, size, people, rows, noise, seed).
typedef struct learn_dataset learn_dataset;
learn_dataset* learn_dataset_create(const char* name, const char* options);
void learn_dataset_free(learn_dataset* set);
// JSON: "kind", "labels", "targets", "channels", "rate_hz", "count", "shape" (of every sample, null
// where they differ), "shapes" (where they differ), "splits" (per sample: train, validation, test),
// "who".
int learn_dataset_describe(learn_dataset* set);
// Bytes, all samples: floats as they are stored, pixels and sound scaled to 1 (stored != 0: not
// scaled); labels as 32-bit integers; targets of a regression as floats.
int learn_dataset_values(learn_dataset* set, int stored);
int learn_dataset_labels(learn_dataset* set);
int learn_dataset_targets(learn_dataset* set);

// Features by the code that the device runs. Bytes: floats; text: "shape".
// options: "kind" (mfcc, log_mel, micro_frontend), window_ms, stride_ms, bands, ... clip: 16 kHz.
int learn_features_sound(const int16_t* clip, size_t samples, const char* options);
// pixels: [height, width, channels] levels. options: width, height, colour, fit, normalise, ...
int learn_features_picture(const uint8_t* pixels, int height, int width, int channels,
                           const char* options);
// windows: [count][steps, axes]; mean and deviation are taken over the first `fitted`. options:
// "rate_hz", kind (spectral, raw), bands, ... Text: "shape" of one window's features.
typedef struct learn_windows {
  const float* values;
  size_t count;
  int steps, axes;
  size_t fitted;
} learn_windows;
int learn_features_motion(const learn_windows* windows, const char* options);

// Bytes: floats, every picture [height, width, channels] between 0 and 1 as it might have been
// taken another time. options: shift_percent, rotate_degrees, shear_degrees, zoom_percent, flip,
// brightness_percent, noise_percent, all 0 by default; seed.
int learn_pictures_augment(const float* x, size_t values, int height, int width, int channels,
                           const char* options);

// JSON: "counts" [truth][predicted], "accuracy", "scores" per class (precision, recall, f1,
// support). Fails for a label outside [0, classes).
int learn_confusion(const int32_t* truth, const int32_t* predicted, size_t count, int classes);

// For callers in another memory (the page): room for what goes in.
void* learn_alloc(size_t bytes);
void learn_release(void* memory);

#ifdef __cplusplus
}
#endif
