// What was fetched for one call, parsed: it owns the text that views point into.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "fhir/json.h"
#include "server/bytes_in_flight.h"

namespace server {

class FetchedPages {
 public:
  // `most_bytes`: of all that is fetched together. `share`: of the bytes of all calls; nullptr if nobody counts them.
  FetchedPages(std::size_t most_bytes, BytesInFlight::Share* share) : bytes_left_(most_bytes), share_(share) {}

  // Refuses (Issue too_long, transient, or those of JsonDocument::parse) what is too much for one call or for all of
  // them together, or no JSON. The views hold as long as this object.
  fhir::Result<fhir::Json> add(std::string text);
  std::size_t size() const { return pages_.size(); }

 private:
  struct Page {
    std::string text;
    fhir::JsonDocument document;
  };
  bool may_hold(std::size_t bytes) { return share_ == nullptr || share_->add(bytes); }

  std::size_t bytes_left_;
  BytesInFlight::Share* share_;
  std::vector<std::unique_ptr<Page>> pages_;
};

}  // namespace server
