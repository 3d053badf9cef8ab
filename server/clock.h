// Which day it is where the service runs. Asked once a request, and handed on as a value; nothing else reads a clock.
#pragma once

#include <functional>
#include <optional>

#include "fhir/date.h"

namespace server {

using Clock = std::function<fhir::Today()>;

// The machine's clock and time zone.
Clock local_clock();
// Always this day, for trying out and for tests.
Clock clock_stopped_at(fhir::Day day);
// The day that was chosen, else the machine's.
Clock clock_for(std::optional<fhir::Day> as_of);

}  // namespace server
