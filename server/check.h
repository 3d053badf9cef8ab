// `bone-health-cds check DIR...`: proves guideline files and prints what a clinician reads and signs.
#pragma once

#include <ostream>

#include "server/config.h"

namespace server {

// Each directory is a profile, or a folder of profiles with its value sets. For each profile `out` gets its verdict,
// how many combinations of facts were tried for each table, and the tables, as Markdown; refusals go there too, for
// they are the answer. Returns the exit status: 0 if all is well, 1 if anything was refused or nothing was found.
int check(const CheckCommand& command, std::ostream& out);

}  // namespace server
