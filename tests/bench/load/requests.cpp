#include "tests/bench/load/requests.h"

#include <stdexcept>

#include "tests/bench/lines_of.h"
#include "tests/bench/load/load_options.h"

namespace bench {
namespace {

std::vector<std::string> some_lines_of(const std::string& file) {
  auto lines = lines_of(file);
  if (lines.empty()) throw std::runtime_error(file + " cannot be read or is empty");
  return lines;
}

// The number of the body is in the query, which the service does not look at: the drain server answers by it.
std::string request_text(const std::string& path, std::size_t number, const std::string& body) {
  return "POST " + path + "?" + std::to_string(number) +
         " HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\nContent-Type: application/json\r\n"
         "Content-Length: " +
         std::to_string(body.size()) + "\r\n\r\n" + body;
}

}  // namespace

Requests::Requests(const LoadOptions& options) {
  const auto bodies = some_lines_of(options.bodies);
  const auto answers =
      options.answers.empty() ? std::vector<std::string>(bodies.size()) : some_lines_of(options.answers);
  if (answers.size() != bodies.size()) throw std::runtime_error(options.answers + " is not of these bodies");
  for (std::size_t i = 0; i < bodies.size(); ++i)
    all_.push_back({request_text(options.path, i, bodies[i]), answers[i].size()});
}

}  // namespace bench
