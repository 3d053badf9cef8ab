// Which handler answers a request: a table of method and path.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/http.h"

namespace server {

// What a route takes in its body.
enum class Body : bool { none, json };
// Whom it answers: those who prove who they are, where that is asked for, or anybody.
enum class Access : bool { guarded, open };

struct Route {
  http::verb method;
  std::string path;  // without a slash at the end; "/" for the root
  Body body;
  Handler handler;
  Access access;
};

class Router {
 public:
  void add(http::verb method, std::string path, Body body, Handler handler, Access access = Access::guarded);

  // The route that answers; nullptr and a `refusal` to send instead: 404, 405 with the methods that are allowed, 415
  // for a body that is not JSON, or the answer to a preflight (OPTIONS). HEAD is answered by the route of GET.
  const Route* find(const HttpRequest& request, HttpResponse& refused) const;

 private:
  std::vector<Route> routes_;
};

// "/cds-services" for "//cds-services/", for "/cds-services?x" and for "http://host/cds-services": what clients that
// put a base and a path together make of it. `buffer` holds the result if it differs. "" if this is no path.
struct Target {
  std::string_view path;
  std::string_view query;
};
Target split_target(std::string_view target, std::string& buffer);

}  // namespace server
