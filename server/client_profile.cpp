#include "server/client_profile.h"

#include <algorithm>
#include <array>

namespace server {
namespace {

using namespace std::chrono_literals;

// Sections are those of the conformance sheet, as R-numbers are. deploy/EHRS.md says what of this to set where.
constexpr std::array profiles{
    // CDS Hooks 2.0.1, and how clients of all versions are answered where nothing else is known: section 2.2.
    ClientProfile{.name = ""},

    // Section 4.2, after Epic's public tutorial on CDS Hooks (fhir.epic.com, Documentation?docId=cds-hooks).
    // "any" only (R106). Nothing found is a Bundle with a warning (R65). Tokens: exp is iat + 15 min.
    ClientProfile{.name = "epic",
                  .detail_content_type = markdown_types[0],
                  .longest_token_life = 900s,
                  .call_extensions = "com.epic.cdshooks.request.",
                  .if_stripped =
                      "Epic sends calls with context ids only where the address that it calls is not, to the letter, "
                      "the endpoint URI registered for the app: compare the two. It sends draftOrders only if the app "
                      "has the scopes of its Unsigned Order APIs."},

    // Section 4.3, after a draft of Cerner's documentation of 2021 (cerner/fhir.cerner.com, pull request 707): answers
    // of CDS Hooks 1.0, which knows "at-most-one" only (R106).
    ClientProfile{.name = "oracle-health", .selection_behavior = SelectionBehavior::at_most_one},

    // Section 4.4: nothing is known in which athenaOne differs.
    ClientProfile{.name = "athenahealth"},

    // Section 4.4, after packages/core/src/cds.ts of medplum/medplum: null is sent for templates that it could not
    // fill;
    // a search that found nothing is sent as the empty Bundle that it is (R63).
    ClientProfile{.name = "medplum", .prefetch_null = PrefetchNull::not_known},

    // Section 4.1, after the source of cds-hooks/sandbox. It ignores selectionBehavior, and leaves out the keys of
    // templates that it could not fill. Tokens: exp is iat + 5 min.
    ClientProfile{.name = "cds-hooks-sandbox", .longest_token_life = 300s},
};

}  // namespace

std::span<const ClientProfile> client_profiles() { return profiles; }

const ClientProfile* profile_named(std::string_view name) {
  const auto found = std::ranges::find(profiles, name, &ClientProfile::name);
  return found == profiles.end() ? nullptr : &*found;
}

const ClientProfile* profile_told(fhir::Json extensions) {
  for (const auto& [name, value] : extensions.members())
    for (const auto& profile : profiles)
      if (!profile.call_extensions.empty() && name.starts_with(profile.call_extensions)) return &profile;
  return nullptr;
}

}  // namespace server
