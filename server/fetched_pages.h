// What was fetched for one call, parsed: it owns the text that views point into.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "fhir/json.h"

namespace server {

class FetchedPages {
 public:
  // `most_bytes`: of all that is fetched together.
  explicit FetchedPages(std::size_t most_bytes) : bytes_left_(most_bytes) {}

  // Refuses (Issue too_long, or those of JsonDocument::parse) what is too much or no JSON. The views hold as long as
  // this object.
  fhir::Result<fhir::Json> add(std::string text);
  std::size_t size() const { return pages_.size(); }

 private:
  struct Page {
    std::string text;
    fhir::JsonDocument document;
  };
  std::size_t bytes_left_;
  std::vector<std::unique_ptr<Page>> pages_;
};

}  // namespace server
