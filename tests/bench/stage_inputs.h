// What the stages of a call are given: the bodies of the workload, and what the stage before made of each.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "fhir/json.h"
#include "fhir/patient_record.h"
#include "rules/facts.h"
#include "rules/guideline.h"
#include "server/cds_request.h"
#include "server/guideline_files.h"

namespace bench {

// Where the workload and the guideline are; to be set before anything is read.
struct Places {
  std::string data;
  std::string guideline;
};
inline Places places;

const server::Knowledge& knowledge();

// One call, taken apart stage by stage. Each part refers to those before it. Without an order for one of our drugs
// there are neither facts nor advice.
struct CallStages {
  explicit CallStages(std::string body);
  CallStages(const CallStages&) = delete;
  CallStages& operator=(const CallStages&) = delete;

  std::string text;
  fhir::JsonDocument document;
  fhir::Json json;
  server::CdsRequest request;
  fhir::PatientRecord record;
  rules::OrdersFound orders;
  rules::Facts facts;
  rules::Advice advice;
};

// As the service reads what was prefetched; the checks of a complete record included.
fhir::PatientRecord record_of(const server::CdsRequest& request);
fhir::Today today();

// The bodies of about so many kilobytes.
const std::vector<std::string>& bodies(int kilobytes);
// Those that ask for one of our drugs, taken apart.
const std::vector<std::unique_ptr<CallStages>>& calls(int kilobytes);

}  // namespace bench
