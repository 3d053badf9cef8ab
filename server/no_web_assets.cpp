// A program that is built without web pages (WEB_PAGES=OFF).
#include "server/web_assets.h"

namespace server {

std::span<const WebAsset> web_assets() { return {}; }

}  // namespace server
