// The value sets as they are shipped, for tests that need real codes.
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

#include "fhir/value_set.h"
#include "tests/fhir/json_text.h"

namespace fhir {

inline std::vector<std::filesystem::path> shipped_value_set_files() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(GUIDELINE_FOLDER "/value-sets"))
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  return files;
}

inline std::string text_of(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

inline const Terminology& shipped_terminology() {
  static const Terminology terminology = [] {
    Terminology loaded;
    for (const auto& file : shipped_value_set_files()) {
      const JsonText resource(text_of(file));
      if (const auto added = loaded.add(resource); !added)
        throw std::runtime_error(file.filename().string() + ": " + added.error().diagnostics);
    }
    return loaded;
  }();
  return terminology;
}

}  // namespace fhir
