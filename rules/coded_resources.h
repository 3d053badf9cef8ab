// The resources of a record that some value set knows: most of what a record holds is about something else, and no
// reader of facts looks at it. Internal to rules/.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include "fhir/date.h"
#include "fhir/kept_memory.h"
#include "fhir/patient_record.h"
#include "fhir/value_set.h"

namespace rules {

struct CodedResource {
  fhir::Json resource;
  fhir::Membership sets;                             // that any of the elements which say what it is about is in
  std::optional<fhir::Date> effective;               // of an Observation
  std::pair<std::string_view, std::uint32_t> order;  // its id, and its place in the answer for those of the same id
};

class CodedResources {
 public:
  CodedResources(const fhir::PatientRecord& record, const fhir::Terminology& terminology);

  // The resources of a query in the order of their ids, so that it does not matter in which order a server has found
  // them; void ones (entered in error, refuted) are among them. Of the few queries whose resources say in several
  // places what they are about all are here, without sets.
  std::span<const CodedResource> of(fhir::QueryId id) const {
    const auto begin = begins_[fhir::index_of(id)];
    return std::span(all_).subspan(begin, begins_[fhir::index_of(id) + 1] - begin);
  }

 private:
  fhir::List<CodedResource> all_;
  std::array<std::size_t, fhir::query_count + 1> begins_{};
};

}  // namespace rules
