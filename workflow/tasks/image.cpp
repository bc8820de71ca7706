// SPDX-License-Identifier: Apache-2.0
// Pictures -> one of several classes.
#include <fmt/format.h>

#include "core/data/image/augment_picture.h"
#include "core/data/image/generate_images.h"
#include "core/data/image/import_images.h"
#include "core/dsp/image_front_end.h"
#include "core/report/encode.h"
#include "workflow/recipe_sections.h"
#include "workflow/samples/sample_task.h"

namespace tadpole {
namespace {

// Of the picture that shows what augmentation does.
constexpr int kSheetRows = 5, kSheetVersions = 6;

class ImageTask final : public SampleTask {
 public:
  std::string feed() const override { return "picture"; }
  std::string help() const override { return "pictures: which of several classes is shown"; }

  Recipe defaults() const override {
    Recipe recipe;
    recipe.image.width = 32;
    recipe.image.height = 32;
    recipe.image.colour = "rgb";
    recipe.image.normalise = "training";
    recipe.model.model = "cifar_cnn";
    recipe.train.epochs = 30;
    recipe.train.schedule.learning_rate = 0.002;
    recipe.train.optimizer.weight_decay = 0.0005;
    recipe.train.ema = 0.99;
    recipe.train.keep = "last";
    recipe.deploy.clips = 100;
    return recipe;
  }

  std::vector<RecipeSection> sections(Recipe& r) const override {
    OptionSet collect;
    collect
        .add("colour", r.pictures.colour,
             {.help = "what the pictures are kept as", .choices = {"rgb", "grey"}})
        .add("longest_side", r.pictures.longest_side,
             {.help = "longer pictures are shrunk", .unit = "pixels", .min = 8, .max = 4096})
        .add("person_percent", r.pictures.person_percent,
             {.help = "COCO: a person counts from this part of the picture on",
              .unit = "%",
              .min = 0,
              .max = 100});
    add_split_options(collect, r.collect, "people or things", "pictures");
    return {{"project", "What is learnt", project_options(r.project)},
            {"collect", "collect: the pictures and what is tested on", std::move(collect)},
            {"preprocess", "preprocess: what the model sees, computed by the code the device runs",
             describe(r.image)},
            {"augment", "train: how a picture is changed before every look at it",
             describe(r.augment_image)},
            model_section(r.model),
            train_section(r.train),
            optimize_section(r.optimize, "pictures"),
            deploy_section(r.deploy, "pictures")};
  }

  Outcome check(const Recipe& recipe) const override {
    const auto camera = camera_options(recipe.image);
    if (!camera.ok()) return camera.error();
    return Done{};
  }

  OptionSet source_options(SourceOptions& o) const override {
    OptionSet set = common_source_options(
        o,
        "a folder with one sub-folder per class, a CSV manifest, IDX or CIFAR files, or COCO "
        "instances_*.json",
        "pictures of each class");
    set.add("size", o.size,
            {.help = "generate: width and height; 0: the generator's own",
             .unit = "pixels",
             .min = 0,
             .max = 256});
    return set;
  }

  Bytes augmentation_sheet(const Project& project) const override {
    const ImageAugmentOptions& options = project.recipe().augment_image;
    const auto made = examples(project);
    if (!made.ok() || changes_nothing(options)) return {};
    const auto& all = dynamic_cast<const SampleExamples&>(*made.value());
    std::vector<Picture> originals;
    const int count = all.size(Split::train);
    for (int i = 0; i < std::min(count, kSheetRows); ++i) {
      const int at = i * count / kSheetRows;
      const auto pixels = all.stored(Split::train, at);
      const auto shape = all.stored_shape(Split::train, at);
      originals.push_back({.width = shape[1],
                           .height = shape[0],
                           .channels = shape[2],
                           .pixels = {pixels.begin(), pixels.end()}});
    }
    const int scale = originals.empty() || originals[0].width > 64 ? 1 : 2;
    return write_png(tadpole::augmentation_sheet(originals, options, kSheetVersions,
                                                 project.recipe().project.seed, scale));
  }

 protected:
  WordingNouns nouns() const override {
    return {.item = "picture",
            .items = "pictures",
            .who = "person or thing",
            .whos = "people or things",
            .synthetic_tag = "rendered pictures",
            .subject = Subject::pictures};
  }

  std::vector<std::string> generators() const override { return generator_names(); }

  Result<SampleSet> import_source(const SourceOptions& source, const Recipe& recipe,
                                  Progress& progress) const override {
    ImageImportOptions options = recipe.pictures;
    options.unreadable_percent = recipe.collect.unreadable_percent;
    options.label = source.label, options.who = source.speaker, options.group = source.group;
    options.licence = source.licence, options.consent = source.consent;
    ImportedImages imported = TADPOLE_TRY(import_images(source.import, options));
    for (const std::string& sentence : imported.notes) progress.say("note: " + sentence);
    for (const std::string& sentence : imported.refused) progress.say("left out: " + sentence);
    return std::move(imported.set);
  }

  Result<SampleSet> generate_source(const SourceOptions& source, const Recipe& recipe,
                                    std::uint64_t seed) const override {
    SampleSet set = TADPOLE_TRY(generate_images(
        {.name = source.generate, .per_class = source.count, .size = source.size, .seed = seed}));
    return in_colours(std::move(set), recipe.pictures.colour == "grey" ? 1 : 3);
  }

  Result<std::unique_ptr<SampleFrontEnd>> front_end(const Recipe& recipe,
                                                    const SampleSet& set) const override {
    return make_image_front_end(recipe.image, set);
  }

  SampleAugment augment(const Recipe& recipe) const override {
    const ImageAugmentOptions options = recipe.augment_image;
    if (changes_nothing(options)) return {};
    return [options](std::span<std::uint8_t> stored, std::array<int, 3> shape, const Rng& rng) {
      const std::vector<std::uint8_t> before(stored.begin(), stored.end());
      augment_pixels(before, shape, options, rng, stored);
    };
  }

 private:
  static bool changes_nothing(const ImageAugmentOptions& o) {
    return o.shift_percent == 0.0 && o.rotate_degrees == 0.0 && o.shear_degrees == 0.0 &&
           o.zoom_percent == 0.0 && !o.flip && o.brightness_percent == 0.0 &&
           o.noise_percent == 0.0;
  }
  // Grey pictures in a project in colour keep looking grey.
  static SampleSet in_colours(SampleSet set, int channels) {
    if (static_cast<int>(set.channels.size()) == channels) return set;
    SampleSet out = set;
    out.samples.clear(), out.bytes.clear();
    out.channels = channels == 1
                       ? std::vector<Channel>{{.name = "grey"}}
                       : std::vector<Channel>{{.name = "red"}, {.name = "green"}, {.name = "blue"}};
    for (const Sample& s : set.samples) {
      const auto values = set.uint8_values(s);
      const Picture picture{.width = s.shape[1],
                            .height = s.shape[0],
                            .channels = s.shape[2],
                            .pixels = {values.begin(), values.end()}};
      Sample one = s;
      one.shape[2] = channels;
      out.add(std::move(one), with_channels(picture, channels).pixels);
    }
    return out;
  }
};

}  // namespace

const Task& image_task() {
  static const ImageTask task;
  return task;
}

}  // namespace tadpole
