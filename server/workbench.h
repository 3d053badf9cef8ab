// What the workbench asks of the service (sandbox mode): what there is, and why a call is answered as it is
// (web/src/common/api.ts).
#pragma once

#include "server/profiles.h"
#include "server/router.h"

namespace server {

class Workbench {
 public:
  // The page's own part of what the service was asked to do.
  struct Setting {
    GuidelineChoice guideline;
    std::vector<std::string> fhir_servers;
  };

  Workbench(std::shared_ptr<const Knowledge> own, Setting setting, FhirSource source);

  // All that is below /workbench. The workbench must outlive the routes.
  void add_routes(Router& router) const;

 private:
  Reply about() const;
  Reply guidelines(const HttpRequest& request) const;
  Reply try_call(HttpRequest& request, const Hook& hook) const;
  Reply explain(HttpRequest& request, const Hook& hook) const;
  Reply decide(HttpRequest& request) const;

  const Setting setting_;
  const Profiles profiles_;
};

}  // namespace server
