// `bone-health-cds evaluate FILE...`: what the service would answer, without a server.
#pragma once

#include <ostream>

#include "server/config.h"

namespace server {

// Each file holds the body of a call; its answer, cards or OperationOutcome, is written to `out`, one line a file.
// Returns the exit status: 0 if every call was answered with 200, 1 otherwise. What keeps a file from being asked
// about goes to `err`.
int evaluate(const EvaluateCommand& command, std::ostream& out, std::ostream& err);

}  // namespace server
