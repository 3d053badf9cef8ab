#include "server/fetched_pages.h"

#include <utility>

namespace server {
namespace {

fhir::Issue overloaded() {
  return fhir::issue(fhir::IssueType::transient, "all calls together hold as many bytes as they may; try again");
}

}  // namespace

fhir::Result<fhir::Json> FetchedPages::add(std::string text) {
  if (text.size() > bytes_left_)
    return fhir::issue(fhir::IssueType::too_long, "the answers of the FHIR server are together larger than is read");
  bytes_left_ -= text.size();
  if (!may_hold(text.size())) return overloaded();
  auto page = std::make_unique<Page>();
  page->text = std::move(text);
  const auto json = page->document.parse(page->text);
  if (!json)
    return fhir::issue(json.error().code,
                       "the FHIR server's answer is not JSON that is read: " + json.error().diagnostics);
  if (!may_hold(page->document.bytes())) return overloaded();
  pages_.push_back(std::move(page));
  return *json;
}

}  // namespace server
