#include "server/web_pages.h"

#include <algorithm>
#include <utility>

#include "server/answers.h"
#include "server/gunzip.h"
#include "server/gzip.h"
#include "server/web_assets.h"

namespace server {
namespace {

constexpr std::size_t most_bytes_unpacked = 4 * 1024 * 1024;  // of any file of ours

// To few clients: those that take no gzip. It was packed by ourselves.
std::string unpacked(std::string_view gzip) {
  auto text = gunzip(gzip, most_bytes_unpacked);
  return text ? std::move(*text) : std::string();
}

HttpResponse packed_or_not(const HttpRequest& request, std::string_view content_type, std::string_view gzip) {
  HttpResponse response;
  response.content_type = content_type;
  const bool is_packed = takes_gzip(request);
  if (is_packed) response.content_encoding = "gzip";
  response.body = is_packed ? std::string(gzip) : unpacked(gzip);
  return response;
}

const WebAsset* page_named(std::string_view page) {
  const std::string path = "/web/" + std::string(page) + ".html";
  const auto found = std::ranges::find(web_assets(), path, &WebAsset::path);
  return found == web_assets().end() ? nullptr : &*found;
}

bool is_page(const WebAsset& asset) { return asset.path.ends_with(".html"); }

}  // namespace

void add_web_assets(Router& router) {
  for (const auto& asset : web_assets()) {
    if (is_page(asset)) continue;
    const auto answer = [&asset](HttpRequest& request) {
      return given(packed_or_not(request, asset.content_type, asset.gzip));
    };
    router.add(http::verb::get, std::string(asset.path), Body::none, answer, Access::open);
  }
}

void add_web_page(Router& router, std::string path, std::string_view page, const std::string& policy) {
  const WebAsset* asset = page_named(page);
  if (asset == nullptr) return;
  const auto answer = [asset, policy](HttpRequest& request) {
    HttpResponse response = packed_or_not(request, asset->content_type, asset->gzip);
    response.content_security_policy = policy;
    return given(std::move(response));
  };
  router.add(http::verb::get, std::move(path), Body::none, answer, Access::open);
}

Reply packed_json(const HttpRequest& request, std::string json) {
  HttpResponse response;
  const bool is_packed = takes_gzip(request);
  if (is_packed) response.content_encoding = "gzip";
  response.body = is_packed ? gzip(json) : std::move(json);
  return given(std::move(response));
}

}  // namespace server
