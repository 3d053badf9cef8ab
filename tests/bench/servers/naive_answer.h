// A call answered in the way that comes to mind first: the JSON copied into a tree, walked through for some facts, and
// cards written value by value. It does a part of what the service does, and checks little.
#pragma once

#include <string>

namespace bench {

// {"cards": [...]}, of about the length that the service's answer has; throws std::runtime_error if it is no call.
std::string naive_answer(const std::string& body);

}  // namespace bench
