// The audit stream: who asked for advice about which patient, what was looked at, and what came of it. A JSON object a
// line, apart from the log, and fit to be kept for six years (45 CFR 164.312(b), 164.316(b)(2)(i)): patients and
// clinicians are in it only by their pseudonyms, and nothing of what is known about them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "fhir/kept_memory.h"
#include "fhir/result.h"
#include "server/http.h"

namespace server {

struct AuditEntry {
  std::string_view event;  // "advice", "feedback"
  std::string_view service;
  fhir::KeptText patient;               // by its pseudonym; "" for feedback, which names none
  fhir::KeptText user;                  // by its pseudonym; "" if the call does not say
  std::string_view hook_instance = {};  // left out unless it is a UUID
  std::string_view guideline = {};
  std::string_view version = {};
  std::vector<std::string_view> data = {};     // prefetch keys of what was looked at
  std::vector<std::string_view> fetched = {};  // those that were asked of the EHR's FHIR server
  std::vector<std::string_view> rules = {};    // "table/rule"
  std::vector<std::string_view> cards = {};    // their ids
  std::vector<std::string_view> withheld = {};
  std::string_view silent = {};
  std::string_view outcome = {};  // "answered", "kept", "not-kept"
  std::size_t items = 0;          // of feedback
};

// Where the audit goes: "stdout", "none", or a file that is only ever written behind its end. Refuses (Issue value) a
// file that cannot be written. May be called again, to begin a new file where the old one was moved away.
fhir::Result<void> start_audit(const std::string& destination);

// Whether an entry is written anywhere.
bool is_audited();

// Writes the entry, with the call's id, its trace, its client and the time.
void audit(const HttpRequest& call, const AuditEntry& entry);

}  // namespace server
