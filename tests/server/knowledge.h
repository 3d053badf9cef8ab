// The shipped guideline files, read once for all tests.
#pragma once

#include <gtest/gtest.h>

#include <memory>

#include "server/guideline_files.h"

namespace server_test {

inline server::GuidelineChoice shipped(const char* profile = "aibl-2017") {
  server::GuidelineChoice choice;
  choice.profile = profile;
  choice.folder = GUIDELINE_FOLDER;
  return choice;
}

inline std::shared_ptr<const server::Knowledge> knowledge() {
  static const auto loaded = [] {
    auto read = server::load_knowledge(shipped());
    EXPECT_TRUE(read.has_value()) << (read ? "" : read.error().diagnostics);
    return std::make_shared<const server::Knowledge>(std::move(*read));
  }();
  return loaded;
}

}  // namespace server_test
