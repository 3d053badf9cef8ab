// The web pages that the program serves itself, and the files that they load.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "server/router.h"

namespace server {

// "/web/..." of all pages: to anybody, for there is nothing in them but the program.
void add_web_assets(Router& router);

// The page "workbench" at "/", for example. `policy`: its Content-Security-Policy, "" for the usual one. Nothing if the
// program was built without pages.
void add_web_page(Router& router, std::string path, std::string_view page, const std::string& policy = {});

// Much JSON: compressed for those who take it.
Reply packed_json(const HttpRequest& request, std::string json);

}  // namespace server
