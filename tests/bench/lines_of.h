// The lines of a file of the workload, which has a body or an answer in each.
#pragma once

#include <fstream>
#include <string>
#include <utility>
#include <vector>

namespace bench {

// None if the file cannot be read.
inline std::vector<std::string> lines_of(const std::string& file) {
  std::ifstream in(file);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(std::move(line));
  return lines;
}

}  // namespace bench
