// The bone-health view: a SMART on FHIR app in the browser, which reads the record with its user's own access, and asks
// the service what the guideline says to it.
#pragma once

#include <optional>
#include <string>

#include "server/cds_service.h"
#include "server/config.h"
#include "server/router.h"

namespace server {

class SmartView {
 public:
  // `source`: whose FHIR servers the app may read.
  SmartView(const SmartChoice& choice, const FhirSource& source, std::shared_ptr<const Knowledge> knowledge,
            const Clock& clock);

  // False for a guideline that has nothing to say on opening a chart.
  bool is_there() const { return view_.has_value(); }
  // The pages and what they ask for, to anybody: an answer tells only what its question has told, and nothing is kept.
  void add_routes(Router& router) const;

 private:
  Reply configuration(const HttpRequest& request) const;
  Reply view(HttpRequest& request) const;

  const SmartChoice choice_;
  const std::shared_ptr<const Knowledge> knowledge_;
  std::optional<CdsService> view_;
  const std::string policy_;  // Content-Security-Policy of its pages
};

// Where an EHR launches the view: below the base URL of the service.
inline constexpr std::string_view smart_launch_path = "/smart/launch";

}  // namespace server
