// What clients prefetched, counted by keys: by it those who operate the service notice a template that is not filled.
#pragma once

#include "fhir/patient_record.h"

namespace server {

// Of one call about drugs of ours, before anything is fetched for it.
void count_prefetched(const fhir::PatientRecord& record);

}  // namespace server
