// Answers that are ready at once.
#pragma once

#include <string>
#include <utility>

#include "server/http.h"

namespace server {

inline HttpResponse json_answer(std::string json) {
  return {http::status::ok, "application/json", std::move(json), ""};
}

// For handlers that wait for nothing.
inline Reply given(HttpResponse response) { co_return response; }

}  // namespace server
