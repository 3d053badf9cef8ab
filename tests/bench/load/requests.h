// The requests that are sent in rotation, ready to be sent: distinct ones, for a repeated one flatters every parser.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace bench {

struct LoadOptions;

class Requests {
 public:
  // Reads the files; throws std::runtime_error if they cannot be read or do not fit together.
  explicit Requests(const LoadOptions& options);

  struct Request {
    std::string text;              // head and body
    std::size_t answer_bytes = 0;  // of the answer's body, 0 if that is not known
  };
  const Request& next() { return all_[next_++ % all_.size()]; }

 private:
  std::vector<Request> all_;
  std::size_t next_ = 0;
};

}  // namespace bench
