// SPDX-License-Identifier: Apache-2.0
// usage: example INPUT OUTPUT
// INPUT: a file with the raw bytes of the model's input; OUTPUT: a file that gets the raw bytes of
// its output.
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "exported_model/exported_model.h"

int main(int count, char** words) {
  std::ifstream in(count == 3 ? words[1] : "", std::ios::binary);
  if (!in) {
    std::fprintf(stderr, "usage: %s INPUT OUTPUT\n", words[0]);
    return 2;
  }
  const std::string input{std::istreambuf_iterator<char>(in), {}};
  if (input.size() != exported_model::input_bytes()) {
    std::fprintf(stderr, "%s has %zu bytes, the model takes %zu\n", words[1], input.size(),
                 exported_model::input_bytes());
    return 1;
  }
  std::string output(exported_model::output_bytes(), '\0');
  exported_model::run(input.data(), output.data());
  std::ofstream out(words[2], std::ios::binary);
  out.write(output.data(), static_cast<std::streamsize>(output.size()));
  return out ? 0 : 1;
}
