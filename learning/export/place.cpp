// SPDX-License-Identifier: Apache-2.0
#include "learning/export/place.h"

#include <unistd.h>

#include "learning/export/print_pdf.h"
#include "learning/export/tar_gz.h"

namespace tadpole::learning {
namespace {

bool is_archive(const Path& output) {
  const std::string name = output.filename().string();
  return name.ends_with(".tar.gz") || name.ends_with(".tgz");
}

Outcome must_be_free(const Path& place) {
  std::error_code error;
  if (!std::filesystem::exists(std::filesystem::symlink_status(place, error))) return Done{};
  return wrong_use("there is something at " + place.string() +
                   " already; remove it, or give another --output");
}

// A folder beside the place, removed with all that is left in it.
class Beside {
 public:
  explicit Beside(const Path& place)
      : folder_(place.parent_path() /
                ("." + place.filename().string() + ".part-" + std::to_string(::getpid()))) {
    remove();
  }
  ~Beside() { remove(); }
  Beside(const Beside&) = delete;
  Beside& operator=(const Beside&) = delete;
  const Path& folder() const { return folder_; }

 private:
  void remove() {
    std::error_code error;
    std::filesystem::remove_all(folder_, error);
  }
  Path folder_;
};

Outcome move_to(const Path& from, const Path& place) {
  TADPOLE_TRY(must_be_free(place));
  std::error_code error;
  std::filesystem::rename(from, place, error);
  if (!error) return Done{};
  return Error{"cannot write " + place.string() + ": " + error.message()};
}

Outcome write_folder(const FileSet& files, const Path& folder) {
  TADPOLE_TRY(make_folder(folder));
  for (const auto& [name, bytes] : files)
    TADPOLE_TRY(write_file(folder / name, std::string_view(bytes)));
  return Done{};
}

// All in one folder, as an archive is unpacked: course/course.xml.
Result<Path> put_archive(const FileSet& files, const Path& output) {
  FileSet inside;
  for (const auto& [name, bytes] : files) inside["course/" + name] = bytes;
  const std::string bytes = TADPOLE_TRY(tar_gz(inside));
  TADPOLE_TRY(must_be_free(output));  // it may have come while we worked
  TADPOLE_TRY(write_file(output, std::string_view(bytes)));
  return output;
}

Path ending_in(Path place, const char* ending) { return place.replace_extension(ending); }

Result<Path> put_document(const std::string& html, const ExportJob& job, const Path& output) {
  const Beside beside(output);
  const Path page = beside.folder() / "page.html", printed = beside.folder() / "page.pdf";
  TADPOLE_TRY(write_file(page, std::string_view(html)));
  const std::string chromium = chromium_named(job.options.chromium);
  if (output.extension() == ".pdf" && !chromium.empty()) {
    TADPOLE_TRY(print_pdf(chromium, page, printed, job.progress));
    TADPOLE_TRY(move_to(printed, output));
    return output;
  }
  const Path place = ending_in(output, ".html");
  if (place != output)
    job.remarks.push_back(
        "There is no Chromium to print with: install chromium (or set CHROMIUM to it) and export "
        "again, or print " +
        place.string() + " from any browser.");
  TADPOLE_TRY(move_to(page, place));
  return place;
}

}  // namespace

Outcome check_place(const Path& output, Format::Shape shape) {
  if (output.filename().empty())
    return wrong_use("say where the export shall go: --output NAME, without a / at its end");
  if (shape == Format::Shape::document) {
    const std::string ending = output.extension().string();
    if (ending != ".pdf" && ending != ".html")
      return wrong_use("this format is one file: --output must end in .pdf or .html, not '" +
                       output.filename().string() + "'");
    TADPOLE_TRY(must_be_free(ending_in(output, ".html")));
  }
  if (shape == Format::Shape::folder && is_archive(output))
    return wrong_use("this format is a folder; give --output a name without .tar.gz");
  return must_be_free(output);
}

Result<Path> put(const FileSet& files, const ExportJob& job, Format::Shape shape) {
  const Path& output = job.options.output;
  if (shape == Format::Shape::document) return put_document(files.begin()->second, job, output);
  if (shape == Format::Shape::folder_or_archive && is_archive(output)) {
    return put_archive(files, output);
  }
  const Beside beside(output);
  TADPOLE_TRY(write_folder(files, beside.folder()));
  TADPOLE_TRY(move_to(beside.folder(), output));
  return output;
}

}  // namespace tadpole::learning
